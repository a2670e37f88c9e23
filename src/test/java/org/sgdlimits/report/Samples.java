package org.sgdlimits.report;

import java.util.List;

/** Figures shared by the tests of this package. */
final class Samples {

    /** A name that would break a page or a drawing that did not escape it. */
    static final String HOSTILE = "</script><script>alert(\"1\")</script> & 'Ω' 𝜏";

    private Samples() {}

    /** Four lines and a band of 100 points each on a logarithmic axis. */
    static Figure risk() {
        int n = 100;
        double[] x = new double[n];
        double[][] y = new double[4][n];
        double[] lower = new double[n];
        double[] upper = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = 1.5 * i / (n - 1);
            for (int k = 0; k < 4; k++) {
                y[k][i] = Math.exp(-4 * x[i] * x[i]) * (1 + 0.1 * k * x[i]) + 1e-4;
            }
            lower[i] = 0.7 * y[3][i];
            upper[i] = 1.4 * y[3][i];
        }
        return new Figure(
                "risk",
                "Risk",
                "Four methods.",
                Axis.linear("time τ"),
                Axis.log("risk"),
                List.of(
                        new Series.Line("ODE", Colour.BLUE, Stroke.SOLID, x, y[0]),
                        new Series.Line("SDE", Colour.VERMILION, Stroke.DASHED, x, y[1]),
                        new Series.Line("reduced", Colour.GREEN, Stroke.DOTTED, x, y[2]),
                        new Series.Line("SGD", Colour.BLACK, Stroke.SOLID, x, y[3]),
                        new Series.Band("SGD", Colour.BLACK, x, lower, upper)));
    }

    /** Nothing that a logarithmic axis can show. */
    static Figure empty() {
        return new Figure(
                "empty",
                "Empty",
                "",
                Axis.linear("x"),
                Axis.log("y"),
                List.of(Series.Line.of("line", 0, new double[] {0, 1, 2}, new double[] {-1, 0, Double.NaN})));
    }

    /** A figure that carries {@link #HOSTILE} in every text. */
    static Figure hostile() {
        double[] x = {1, 2, 3};
        return new Figure(
                        "hostile",
                        HOSTILE,
                        HOSTILE,
                        Axis.linear(HOSTILE),
                        Axis.linear(HOSTILE),
                        List.of(Series.Points.withErrors(HOSTILE, Colour.BLUE, x, x, x)))
                .with(ReferenceLine.vertical(2, HOSTILE), ReferenceLine.horizontal(2, HOSTILE));
    }
}
