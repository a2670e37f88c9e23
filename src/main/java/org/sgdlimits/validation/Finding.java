package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.report.Figure;

/**
 * What a check found in one case of a claim.
 *
 * @param passed whether the claim holds there
 * @param expected in words and numbers, tolerance included
 * @param got what was computed
 * @param standardErrors how far off, in standard errors; NaN for a deterministic check
 * @param figures a plot of it
 */
public record Finding(boolean passed, String expected, String got, double standardErrors, List<Figure> figures) {

    public Finding {
        figures = List.copyOf(figures);
    }

    /** A deterministic finding. */
    static Finding exact(boolean passed, String expected, String got, Figure... figures) {
        return new Finding(passed, expected, got, Double.NaN, List.of(figures));
    }
}
