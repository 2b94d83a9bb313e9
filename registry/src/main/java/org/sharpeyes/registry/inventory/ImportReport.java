package org.sharpeyes.registry.inventory;

import java.util.List;
import java.util.Map;

/**
 * What became of an import.
 *
 * @param imported whether it is in the registry now; never after a rehearsal or with a fault
 * @param lines points (features) in the file
 * @param points points that were, or would be, entered
 * @param dependencies new switches, power feeds, ONUs, uplinks
 * @param passedOver what of the file does not enter the registry and is no fault, with how often
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
        Map<String, Integer> passedOver,
        int faultCount,
        List<Fault> faults) {
    public ImportReport {
        passedOver = Map.copyOf(passedOver);
        faults = List.copyOf(faults);
    }
}
