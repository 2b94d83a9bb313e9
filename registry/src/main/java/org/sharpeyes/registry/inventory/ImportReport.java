package org.sharpeyes.registry.inventory;

import java.util.List;

/**
 * What became of an import.
 *
 * @param imported whether it is in the registry now; never after a rehearsal or with a fault
 * @param lines points (features) in the file
 * @param points points that were, or would be, entered
 * @param dependencies new switches, power feeds, ONUs, uplinks
 * @param faultCount all faults, also those not listed
 */
public record ImportReport(
        boolean imported,
        boolean dryRun,
        String encoding,
        int lines,
        int points,
        int areas,
        int layers,
        int dependencies,
        int faultCount,
        List<Fault> faults) {
    public ImportReport {
        faults = List.copyOf(faults);
    }
}
