package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.MomentumRates;
import org.sgdlimits.leastsquares.MomentumRates.Parameters;
import org.sgdlimits.leastsquares.MomentumVolterra;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraSolution;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * How fast the loss falls an update under momentum Δ and batch fraction ζ, −log of the measured factor, against that of the
 * predicted max{Λ, Ξ^{−1}} of {@link MomentumRates}, over a grid.
 *
 * <p>Keys: {@code method}, {@code volterra} or {@code sgd}; {@code learningRates}, {@code momenta} and {@code batchFractions};
 * {@code fall}: the loss is followed until it should have fallen by a factor e^{fall}, and a line fitted to log 𝓛 over the second
 * half of the updates. Where the predicted rate is 1 or more, the Volterra equation must diverge. The model's labels must have no
 * noise.
 *
 * <p>Passes where every measured −log is met to {@code tolerance.relative}; by SGD within the Student interval of {@code
 * tolerance.falseAlarm}, divided by the number of points, as well, and what γ(1 ± {@code tolerance.finiteSize}/n) changes in the
 * prediction.
 */
final class MomentumDecay implements Check {

    /** Points of the line that is fitted. */
    private static final int POINTS = 50;

    /** Updates in which a loss that is predicted to grow has to diverge, in units of 1/log(rate). */
    private static final double GROWTH = 100;

    @Override
    public List<String> keys() {
        return List.of("method", "learningRates", "momenta", "batchFractions", "fall");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("relative", "falseAlarm", "finiteSize");
    }

    /** Updates over which the loss changes by a factor e^{fold}. */
    private static long updates(Parameters point, double fold) {
        return (long) Math.ceil(fold / Math.abs(Math.log(point.rate())));
    }

    private static BatchRule rule(Parameters point, int samples) {
        return BatchRule.batches(
                point.learningRate(), (int) Math.round(point.batchFraction() * samples), point.momentum());
    }

    /** A measured −log of the factor an update and half the interval that its randomness takes. */
    private record Speed(double value, double halfWidth) {}

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        boolean isSgd =
                keys.choice("method", List.of("volterra", "sgd"), "volterra").equals("sgd");
        SpectralMeasure modes =
                withoutFloor(claimCase.data(claimCase.experiment()).modes().measure());
        MomentumRates rates = MomentumRates.of(modes);
        List<Parameters> grid = grid(keys, rates);
        List<Parameters> falling =
                grid.stream().filter(point -> point.rate() < 1).toList();
        double[] predicted = new double[falling.size()];
        double[] measured = new double[falling.size()];
        double[] halfWidths = new double[falling.size()];
        List<String> failures = new ArrayList<>();
        double worst = 0;
        for (int i = 0; i < predicted.length; i++) {
            Parameters point = falling.get(i);
            Speed speed = isSgd
                    ? ofSgd(claimCase, point, claimCase.probability("falseAlarm") / predicted.length)
                    : new Speed(speed(modes, point, keys.positive("fall")), 0);
            predicted[i] = -Math.log(point.rate());
            measured[i] = speed.value;
            halfWidths[i] = speed.halfWidth;
            double gap = Math.abs(measured[i] - predicted[i]);
            worst = Math.max(worst, gap / predicted[i]);
            double allowed = claimCase.tolerance().positive("relative") * predicted[i]
                    + speed.halfWidth
                    + (isSgd ? shifted(rates, point, claimCase.tolerance().positive("finiteSize")) : 0);
            if (gap > allowed) {
                failures.add(name(point) + ": measured " + Format.number(measured[i]) + ", predicted "
                        + Format.number(predicted[i]) + " ± " + Format.number(allowed));
            }
        }
        int growing = grid.size() - falling.size();
        if (!isSgd) {
            grid.stream()
                    .filter(point -> point.rate() >= 1 && !diverges(modes, point))
                    .forEach(point -> failures.add(name(point) + ": did not diverge"));
        }
        return Finding.exact(
                failures.isEmpty(),
                "−log of the factor an update that of max{Λ, Ξ⁻¹} at " + predicted.length + " points"
                        + (isSgd ? "" : ", divergence at the " + growing + " where it is 1 or more"),
                "largest relative gap " + Format.number(worst) + (failures.isEmpty() ? "" : "; ")
                        + String.join("; ", failures),
                figure(claimCase, predicted, measured, halfWidths));
    }

    private static String name(Parameters point) {
        return "γ = " + point.learningRate() + ", Δ = " + point.momentum() + ", ζ = " + point.batchFraction();
    }

    private static List<Parameters> grid(Fields keys, MomentumRates rates) {
        List<Parameters> grid = new ArrayList<>();
        for (double learningRate : keys.positives("learningRates")) {
            for (double momentum : keys.vector("momenta")) {
                for (double fraction : keys.positives("batchFractions")) {
                    grid.add(new Parameters(
                            learningRate, momentum, fraction, rates.rate(learningRate, momentum, fraction)));
                }
            }
        }
        return grid;
    }

    /** The modes without what rounding leaves of a floor, which would end the decay. */
    static SpectralMeasure withoutFloor(SpectralMeasure modes) {
        if (modes.ridge() > 0) {
            throw new IllegalArgumentException("training.ridge: expected 0, got " + modes.ridge());
        }
        return SpectralMeasure.of(modes.samples(), modes.eigenvalues(), modes.counts(), modes.start(), 0);
    }

    /** −log of the factor by which the loss of the discrete Volterra equation falls an update, once it has fallen by e^{fall/2}. */
    static double speed(SpectralMeasure modes, Parameters point, double fall) {
        long last = updates(point, fall);
        long[] updates = IntStream.rangeClosed(0, POINTS)
                .mapToLong(k -> last / 2 + k * (last - last / 2) / POINTS)
                .distinct()
                .toArray();
        double[] loss = MomentumVolterra.solve(modes, rule(point, modes.samples()), updates)
                .loss();
        return -MeanSlope.through(
                Arrays.stream(updates).asDoubleStream().toArray(),
                Arrays.stream(loss).map(Math::log).toArray());
    }

    private static boolean diverges(SpectralMeasure modes, Parameters point) {
        VolterraSolution solution =
                MomentumVolterra.solve(modes, rule(point, modes.samples()), new long[] {updates(point, GROWTH)});
        return !solution.outcome().isCompleted();
    }

    private static Speed ofSgd(ClaimCase claimCase, Parameters point, double falseAlarm) {
        Experiment base = claimCase.experiment();
        int samples = claimCase.data(base).problem().data().design().rows();
        long last = updates(point, claimCase.check().positive("fall"));
        Experiment experiment = claimCase.experiment(List.of(
                Setting.parse("training.learningRate=" + point.learningRate()),
                Setting.parse("training.momentum=" + point.momentum()),
                Setting.parse("training.batch=" + rule(point, samples).batch()),
                Setting.parse("run.points=" + 2 * POINTS),
                Setting.parse("run.horizon={\"steps\": " + last + "}")));
        PathSample runs = PathSample.of(experiment, "sgd");
        double[] steps = runs.trajectory().times().stream()
                .mapToDouble(time -> time.step())
                .toArray();
        int[] places = IntStream.range(0, steps.length)
                .filter(k -> 2 * steps[k] >= last)
                .toArray();
        double[] x = Arrays.stream(places).mapToDouble(k -> steps[k]).toArray();
        MeanSlope slope = MeanSlope.of(runs, SpectralMeasure.LOSS, places, x, new double[x.length]);
        return new Speed(-slope.slope(), slope.halfWidth(falseAlarm));
    }

    /** What a relative change of γ by size/n does to −log of the rate. */
    private static double shifted(MomentumRates rates, Parameters point, double size) {
        double shift = size / rates.samples();
        double largest = 0;
        for (double factor : new double[] {1 - shift, 1 + shift}) {
            double rate = rates.rate(factor * point.learningRate(), point.momentum(), point.batchFraction());
            largest = Math.max(largest, Math.abs(Math.log(rate / point.rate())));
        }
        return largest;
    }

    private static Figure figure(ClaimCase claimCase, double[] predicted, double[] measured, double[] halfWidths) {
        double[] ends = {
            Arrays.stream(predicted).min().orElseThrow(),
            Arrays.stream(predicted).max().orElseThrow()
        };
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "−log of the factor by which the loss falls an update, over a grid of γ, Δ and ζ; on the line it is that of max{Λ, Ξ⁻¹}.",
                Axis.log("predicted"),
                Axis.log("measured"),
                List.of(
                        new Series.Line("equal", Colour.VERMILION, Stroke.SOLID, ends, ends),
                        Series.Points.withErrors("measured", Colour.BLACK, predicted, measured, halfWidths)));
    }
}
