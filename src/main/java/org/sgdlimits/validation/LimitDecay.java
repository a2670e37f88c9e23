package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.MarchenkoPastur;
import org.sgdlimits.leastsquares.ModeRecursion;
import org.sgdlimits.leastsquares.VolterraEquation;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.ReferenceLine;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * How the loss of SGD on an isotropic design falls in the end as n and d grow: C t^{−α} e^{−ct} with the closed forms of {@link
 * MarchenkoPastur} on both sides of γ_*, where d/n is the model's.
 *
 * <p>The Volterra equation is solved for {@code nodes} of Chebyshev's rule in place of modes, without noise of the labels, and log
 * 𝓛 fitted by log C − α log t − ct, all three free, at {@code points} times evenly spaced in flow time {@code from} … {@code to},
 * for every γ of {@code fractions} of the threshold. Passes where every α is met to {@code tolerance.exponent}, and every c so
 * closely that the two exponentials part by at most a factor e^{tolerance.window} over the window.
 */
final class LimitDecay implements Check {

    private static final double ACCURACY = 1e-10;
    private static final int CURVE = 200;

    @Override
    public List<String> keys() {
        return List.of("fractions", "nodes", "from", "to", "points");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("exponent", "window");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double[] fractions = keys.positives("fractions");
        Experiment experiment = claimCase.experiment();
        LeastSquaresProblem problem = claimCase.data(experiment).problem();
        int n = problem.data().design().rows();
        MarchenkoPastur law =
                new MarchenkoPastur((double) problem.data().design().columns() / n);
        VolterraEquation equation =
                VolterraEquation.of(law.modes(n, (int) keys.whole("nodes", 2, Integer.MAX_VALUE), 1, 0));
        int points = (int) keys.whole("points", 4, Integer.MAX_VALUE);
        double from = keys.positive("from");
        double to = keys.positive("to");
        double[] decays = new double[fractions.length];
        double[] exponents = new double[fractions.length];
        double worstExponent = 0;
        double worstWindow = 0;
        for (int i = 0; i < fractions.length; i++) {
            double rate = fractions[i] * law.threshold();
            double[] times = IntStream.range(0, points)
                    .mapToDouble(k -> (from + (to - from) * k / (points - 1)) / rate)
                    .toArray();
            double[] fit = fit(
                    times,
                    ModeRecursion.solve(equation, Schedule.constant(rate), times, ACCURACY)
                            .loss());
            exponents[i] = -fit[1];
            decays[i] = -fit[2];
            worstExponent = Math.max(worstExponent, Math.abs(exponents[i] - law.exponent(rate, false)));
            worstWindow = Math.max(worstWindow, Math.abs(decays[i] - law.decay(rate)) * (times[points - 1] - times[0]));
        }
        List<Figure> figures = new ArrayList<>();
        if (law.smallest() > 0) {
            figures.add(decayFigure(claimCase, law, fractions, decays));
        }
        figures.add(exponentFigure(claimCase, law, fractions, exponents));
        return Finding.exact(
                worstExponent <= claimCase.tolerance().positive("exponent")
                        && worstWindow <= claimCase.tolerance().positive("window"),
                "α = 3/2 below γ_* = " + Format.number(law.criticalRate() / law.threshold())
                        + " of the threshold and 0 above, to "
                        + claimCase.tolerance().positive("exponent")
                        + "; the exponential to a factor e^"
                        + claimCase.tolerance().positive("window") + " over the window",
                "α off by " + Format.number(worstExponent) + " at most, the exponential by e^"
                        + Format.number(worstWindow),
                figures.toArray(Figure[]::new));
    }

    /** log C, −α, −c. */
    private static double[] fit(double[] times, double[] loss) {
        double[][] rows = Arrays.stream(times)
                .mapToObj(t -> new double[] {Math.log(t), t})
                .toArray(double[][]::new);
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(Arrays.stream(loss).map(Math::log).toArray(), rows);
        return regression.estimateRegressionParameters();
    }

    /** The predicted c over γ/threshold. */
    static Series.Line predicted(MarchenkoPastur law) {
        double[] x = new double[CURVE + 1];
        double[] y = new double[CURVE + 1];
        for (int i = 0; i <= CURVE; i++) {
            x[i] = (double) i / CURVE;
            y[i] = i == 0 ? 0 : law.decay(x[i] * law.threshold());
        }
        return new Series.Line("closed form", Colour.VERMILION, Stroke.SOLID, x, y);
    }

    private static Figure decayFigure(ClaimCase claimCase, MarchenkoPastur law, double[] fractions, double[] decays) {
        return new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "c of t^{−α} e^{−ct}: closed form, and fitted to the Volterra equation of the Marchenko–Pastur law.",
                        Axis.linear("γ / threshold"),
                        Axis.linear("c (per epoch)"),
                        List.of(predicted(law), Series.Points.of("fitted", Colour.BLACK, fractions, decays)))
                .with(ReferenceLine.vertical(law.criticalRate() / law.threshold(), "γ_*"));
    }

    private static Figure exponentFigure(
            ClaimCase claimCase, MarchenkoPastur law, double[] fractions, double[] exponents) {
        double kink = law.criticalRate() / law.threshold();
        return new Figure(
                        claimCase.figureId() + "-exponent",
                        claimCase.title(),
                        "α of t^{−α} e^{−ct}, fitted together with c; predicted 3/2 below γ_* and 0 above.",
                        Axis.linear("γ / threshold"),
                        Axis.linear("α"),
                        List.of(
                                new Series.Line(
                                        "predicted",
                                        Colour.VERMILION,
                                        Stroke.SOLID,
                                        new double[] {0, kink, kink, 1},
                                        new double[] {1.5, 1.5, 0, 0}),
                                Series.Points.of("fitted", Colour.BLACK, fractions, exponents)))
                .with(ReferenceLine.vertical(kink, "γ_*"));
    }
}
