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

    /** Exponents θ = δ + 1/2 of a 13 × 13 grid in (μ, δ), learned where δ + μ ≥ 3/2; theory's lines and two optima. */
    static Figure phases() {
        int n = 13;
        double[] batch = new double[n];
        double[] rate = new double[n];
        for (int i = 0; i < n; i++) {
            batch[i] = 3.0 * i / (n - 1);
            rate[i] = -0.5 + 2.5 * i / (n - 1);
        }
        double[][] exponents = new double[n][n];
        String[][] texts = new String[n][n];
        Series.Cells.Kind[][] kinds = new Series.Cells.Kind[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                boolean learned = rate[j] + batch[i] >= 1.5 - 1e-12;
                exponents[j][i] = learned ? rate[j] + 0.5 : Double.NaN;
                texts[j][i] = learned ? Format.number(Math.round(100 * exponents[j][i]) / 100.0) : "";
                kinds[j][i] = learned ? Series.Cells.Kind.VALUE : Series.Cells.Kind.UNLEARNED;
            }
        }
        double[] ends = {0, 3};
        return new Figure(
                "phases",
                "Steps to learn",
                "Measured exponent of the steps, T ~ d^θ.",
                Axis.linear("batch exponent μ"),
                Axis.linear("learning-rate exponent δ"),
                List.of(
                        new Series.Cells("exponent θ of the steps", batch, rate, exponents, texts, kinds),
                        Series.Line.of("δ = 3/2 − μ", 3, ends, new double[] {1.5, -1.5}),
                        Series.Line.of("δ = 0", 0, ends, new double[] {0, 0}),
                        Series.Line.of("δ = −1/2", 4, ends, new double[] {-0.5, -0.5}),
                        Series.Points.of(
                                        "optimal points", Colour.VERMILION, new double[] {1.5, 2}, new double[] {0, -0.5
                                        })
                                .labelled("optimum, square loss", "optimum, correlation loss")));
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
