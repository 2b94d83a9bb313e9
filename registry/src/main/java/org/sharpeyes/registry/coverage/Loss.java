package org.sharpeyes.registry.coverage;

/**
 * What would no longer be covered if something failed.
 *
 * @param kind CAMERA, NVR, SWITCH, POWER, ONU or UPLINK
 * @param cameras how many living cameras it takes with it
 * @param squareMetres proven by nobody else
 * @param weighted the same times the weight of places; equal to {@code squareMetres} where no place is named
 * @param share of the headline's denominator, 0 to 1
 */
public record Loss(
        String kind, String id, String name, int cameras, long squareMetres, double weighted, double share) {}
