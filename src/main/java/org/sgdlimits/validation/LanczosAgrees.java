package org.sgdlimits.validation;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.leastsquares.LanczosSpectrum;
import org.sgdlimits.leastsquares.ModeRecursion;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraEquation;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * The loss that the Volterra equation predicts from a Lanczos spectrum, without eigenvectors, lies within its own error of that
 * from all modes, at every save time after the start.
 *
 * <p>Keys: {@code probes} and {@code steps} of the spectrum. Its error is the Student interval of {@code tolerance.falseAlarm},
 * divided by the number of times, from its probes, and the largest bound on its forcing, which a constant γ below the threshold
 * magnifies by at most 1/(1 − γ/threshold). Passes where the loss is met to that, and that is at most {@code tolerance.relative}
 * of the loss. The model must have no ridge term and a constant learning rate.
 */
final class LanczosAgrees implements Check {

    private static final double ACCURACY = 1e-9;

    @Override
    public List<String> keys() {
        return List.of("probes", "steps");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm", "relative");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        int probes = (int) keys.whole("probes", 2, Integer.MAX_VALUE);
        int steps = (int) keys.whole("steps", 2, Integer.MAX_VALUE);
        Experiment experiment = claimCase.experiment();
        DataTask task = claimCase.singleSamples(experiment);
        double[] grid = task.grid(experiment.settings());
        double[] times = Arrays.copyOfRange(grid, 1, grid.length);
        Schedule rate = task.problem().rule().learningRate();
        double gamma = rate.rate(0);
        double threshold = VolterraEquation.of(task.modes().measure()).threshold();
        if (gamma >= threshold) {
            throw new IllegalArgumentException(
                    "training.learningRate: expected a rate below the threshold " + threshold + ", got " + gamma);
        }
        LanczosSpectrum lanczos = LanczosSpectrum.of(
                task.problem(),
                probes,
                steps,
                experiment.settings().seed(),
                experiment.settings().threads(),
                done -> {});
        double[] exact = loss(task.modes().measure(), rate, times);
        double[] found = loss(lanczos.modes(), rate, times);
        double[] errors = lanczos.standardErrors(
                modes -> loss(modes, rate, times), experiment.settings().threads());
        double quantile = new TDistribution(probes - 1.0)
                .inverseCumulativeProbability(1 - 0.5 * claimCase.probability("falseAlarm") / times.length);
        double amplified = Arrays.stream(times)
                        .map(t -> lanczos.forcingError(gamma * t))
                        .max()
                        .orElseThrow()
                / (1 - gamma / threshold);
        double[] gaps = new double[times.length];
        double[] allowed = new double[times.length];
        double worst = 0;
        double largest = 0;
        for (int t = 0; t < times.length; t++) {
            gaps[t] = Math.abs(found[t] / exact[t] - 1);
            allowed[t] = (quantile * errors[t] + amplified) / exact[t];
            worst = Math.max(worst, gaps[t] / allowed[t]);
            largest = Math.max(largest, allowed[t]);
        }
        return Finding.exact(
                worst <= 1 && largest <= claimCase.tolerance().positive("relative"),
                "the loss from " + probes + " probes and " + steps
                        + " steps within its own error of that from all modes, which is at most "
                        + claimCase.tolerance().positive("relative") + " of it",
                "at most " + Format.number(worst) + " of the error, relatively "
                        + Format.number(Arrays.stream(gaps).max().orElseThrow()) + "; the error "
                        + Format.number(largest) + " at most",
                new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Relative gap of the loss from a Lanczos spectrum to that from all modes, and its own error.",
                        Axis.linear(task.tauLabel()),
                        Axis.log("relative gap of the loss"),
                        List.of(
                                new Series.Line("error stated", Colour.VERMILION, Stroke.SOLID, times, allowed),
                                new Series.Line("gap", Colour.BLUE, Stroke.SOLID, times, gaps))));
    }

    private static double[] loss(SpectralMeasure modes, Schedule rate, double[] times) {
        return ModeRecursion.solve(VolterraEquation.of(modes), rate, times, ACCURACY)
                .loss();
    }
}
