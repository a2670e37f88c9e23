package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.MarchenkoPastur;
import org.sgdlimits.leastsquares.ModeRecursion;
import org.sgdlimits.leastsquares.SpectralMeasure;
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
 * How fast the mean loss of SGD falls on an isotropic design at rates below and above γ_*.
 *
 * <p>For every γ of {@code fractions} of the threshold a line is fitted over flow times {@code from} … {@code to}: to log(t^α 𝓛)
 * over t, with α of {@link MarchenkoPastur} divided out, where d ≠ n, its slope −c; to log 𝓛 over log t where d = n, its slope −α.
 * The same line is fitted to the Volterra equation of the matrix at the same times. The model's labels must have no noise.
 *
 * <p>On n rows the Volterra equation leaves out what is of order 1/n in the noise; it acts as the rate γ(1 + {@code finiteSize}/n) would and is
 * seen near the threshold, where the slope depends on γ most. Passes where every slope of SGD lies around the Volterra equation's at that rate
 * within what ± {@code tolerance.finiteSize}/n changes there and the Student interval of {@code tolerance.falseAlarm}, divided by the
 * number of rates; and within {@code tolerance.window} more, relatively, around the closed form at that rate, which holds as n and the
 * window grow.
 */
final class DecayOfSgd implements Check {

    private static final double ACCURACY = 1e-10;

    /** What rounding leaves of a loss that can vanish, over the loss at the start. */
    private static final double ROUNDING = 1e-20;

    @Override
    public List<String> keys() {
        return List.of("fractions", "from", "to", "finiteSize");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm", "finiteSize", "window");
    }

    /** Where a line is fitted: over x, t or log t, to log 𝓛 and what divides t^{−α} out. */
    private record Window(double[] times, double[] x, double[] prefactor) {

        static Window of(MarchenkoPastur law, double rate, double[] times) {
            double[] logs = Arrays.stream(times).map(Math::log).toArray();
            boolean power = law.ratio() == 1;
            double exponent = power ? 0 : law.exponent(rate, false);
            return new Window(
                    times,
                    power ? logs : times,
                    Arrays.stream(logs).map(log -> exponent * log).toArray());
        }

        /** The decay of the Volterra equation's loss. */
        double decay(VolterraEquation equation, double rate) {
            double[] loss = ModeRecursion.solve(equation, Schedule.constant(rate), times, ACCURACY)
                    .loss();
            Arrays.setAll(loss, k -> Math.log(loss[k]) + prefactor[k]);
            return -MeanSlope.through(x, loss);
        }
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double[] fractions = keys.positives("fractions");
        double falseAlarm = claimCase.probability("falseAlarm") / fractions.length;
        DataTask task = claimCase.singleSamples(claimCase.experiment());
        requireNoNoise(task);
        DesignMatrix design = task.problem().data().design();
        double size = keys.positive("finiteSize") / design.rows();
        double shift = claimCase.tolerance().positive("finiteSize") / design.rows();
        double ofWindow = claimCase.tolerance().positive("window");
        MarchenkoPastur law = new MarchenkoPastur((double) design.columns() / design.rows());
        VolterraEquation equation = VolterraEquation.of(task.modes().measure());
        double[] sgd = new double[fractions.length];
        double[] halfWidths = new double[fractions.length];
        double[] volterra = new double[fractions.length];
        double[] corrected = new double[fractions.length];
        List<String> measured = new ArrayList<>();
        boolean passed = true;
        double most = 0;
        for (int i = 0; i < fractions.length; i++) {
            double rate = fractions[i] * law.threshold();
            PathSample runs = run(claimCase, rate);
            double[] taus = runs.trajectory().taus();
            int[] places = IntStream.range(0, taus.length)
                    .filter(k -> taus[k] * rate >= keys.positive("from"))
                    .toArray();
            Window window = Window.of(
                    law, rate, Arrays.stream(places).mapToDouble(k -> taus[k]).toArray());
            MeanSlope slope = MeanSlope.of(runs, SpectralMeasure.LOSS, places, window.x, window.prefactor);
            sgd[i] = -slope.slope();
            halfWidths[i] = slope.halfWidth(falseAlarm);
            volterra[i] = window.decay(equation, rate);
            double effective = rate * (1 + size);
            corrected[i] = window.decay(equation, effective);
            double closed = law.ratio() == 1 ? law.exponent(effective, false) : law.decay(effective);
            double shifted = Math.max(
                    Math.abs(window.decay(equation, effective + rate * shift) - corrected[i]),
                    Math.abs(window.decay(equation, effective - rate * shift) - corrected[i]));
            double allowed = halfWidths[i] + shifted;
            boolean holds = Math.abs(sgd[i] - corrected[i]) <= allowed
                    && Math.abs(sgd[i] - closed) <= allowed + ofWindow * closed;
            passed &= holds;
            most = Math.max(most, Math.abs(sgd[i] - corrected[i]) / slope.standardError());
            measured.add((holds ? "at " : "NOT at ") + fractions[i] + " SGD "
                    + Format.plusMinus(sgd[i], slope.standardError()) + ", Volterra " + Format.number(volterra[i])
                    + ", with finite size " + Format.number(corrected[i]) + " (±" + Format.number(allowed)
                    + "), closed form " + Format.number(closed));
        }
        return new Finding(
                passed,
                "the decay of SGD's mean loss that of the Volterra equation and of the closed form, within the errors of "
                        + runs(claimCase) + " runs, of finite size and of the window, at " + fractions.length
                        + " fractions of the threshold",
                String.join("; ", measured),
                most,
                List.of(figure(claimCase, law, fractions, sgd, halfWidths, volterra, corrected)));
    }

    private static void requireNoNoise(DataTask task) {
        SpectralMeasure modes = task.modes().measure();
        double start = modes.loss(modes.start());
        if (0.5 * modes.floor() > ROUNDING * start) {
            throw new IllegalArgumentException(
                    "model.data.noise: expected 0, as a floor of the loss hides its decay, got labels"
                            + " that leave a loss of " + 0.5 * modes.floor());
        }
    }

    private static int runs(ClaimCase claimCase) {
        return claimCase.experiment().settings().replicas();
    }

    private static PathSample run(ClaimCase claimCase, double rate) {
        double epochs = claimCase.check().positive("to") / rate;
        Experiment experiment =
                claimCase.experiment("training.learningRate", rate, "run.horizon", "{\"epochs\": " + epochs + "}");
        return PathSample.of(experiment, "sgd");
    }

    private static Figure figure(
            ClaimCase claimCase,
            MarchenkoPastur law,
            double[] fractions,
            double[] sgd,
            double[] halfWidths,
            double[] volterra,
            double[] corrected) {
        boolean power = law.ratio() == 1;
        Series.Line predicted = power
                ? new Series.Line(
                        "closed form", Colour.VERMILION, Stroke.SOLID, new double[] {0, 1}, new double[] {1.5, 1.5})
                : LimitDecay.predicted(law);
        return new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Decay of the mean loss of SGD, with simultaneous intervals, of the Volterra equation over the same window,"
                                + " alone and with its term of order 1/n, and in the end by the closed form.",
                        Axis.linear("γ / threshold"),
                        Axis.linear(power ? "α of t^{−α}" : "c (per epoch)"),
                        List.of(
                                predicted,
                                Series.Points.of("Volterra, same window", Colour.BLUE, fractions, volterra),
                                Series.Points.of("with finite size", Colour.GREEN, fractions, corrected),
                                Series.Points.withErrors("SGD", Colour.BLACK, fractions, sgd, halfWidths)))
                .with(ReferenceLine.vertical(law.criticalRate() / law.threshold(), "γ_*"));
    }
}
