package org.sharpeyes.server.registry;

import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.coverage.CoverageReport;

/** The covered share of areas, for figures of other kinds to stand beside. Thread-safe. */
public final class CoverageShares {
    private final Coverages coverages;

    CoverageShares(Coverages coverages) {
        this.coverages = coverages;
    }

    /**
     * @param covered square metres times weight that living cameras are proven to cover
     * @param all the same, covered or not
     */
    public record Share(double covered, double all) {}

    /** As the map's headline: proven, alive, by day, reach as stated; nothing of an area whose border is unknown. */
    public Share of(AreaId area) {
        Coverages.Question question = coverages.question(area, Coverages.look(null, null));
        CoverageReport report = question.map().report(question.asked());
        return new Share(report.ratio() * report.denominator(), report.denominator());
    }

    /** What is divided by what, in words. */
    public String formula() {
        return CoverageController.FORMULA;
    }
}
