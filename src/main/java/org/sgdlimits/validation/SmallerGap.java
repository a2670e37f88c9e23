package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * Corrections bring a limit closer to the mean of SGD.
 *
 * <p>Keys: {@code observable}; {@code limit} and {@code sgd} (methods); {@code corrected}, the method that has the corrections
 * ({@code limit} itself with {@code "corrections": "finite-d"} where it is the same). The gap is the mean over times of mean SGD
 * minus limit. Passes when the leading-order gap is more than {@code tolerance.standardErrors} from zero and the corrected one,
 * with as many standard errors added, is at most {@code tolerance.ratio} of it.
 */
final class SmallerGap implements Check {

    @Override
    public List<String> keys() {
        return List.of("observable", "limit", "sgd", "corrected");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("standardErrors", "ratio");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double errors = claimCase.tolerance().positive("standardErrors");
        double ratio = claimCase.tolerance().positive("ratio");
        String observable = keys.text("observable", "M[1,1]");
        Experiment leading = claimCase.experiment("training.corrections", "none");
        Experiment finite = claimCase.experiment("training.corrections", "finite-d");
        PathSample sgd = PathSample.of(leading, keys.text("sgd", "reduced"));
        String limit = keys.text("limit", "ode");
        Trajectory without = PathSample.of(leading, limit).trajectory();
        Trajectory with = PathSample.of(finite, keys.text("corrected", limit)).trajectory();
        SampleMean before = SampleMean.of(sgd.timeMeanGaps(observable, without.means(observable)));
        SampleMean after = SampleMean.of(sgd.timeMeanGaps(observable, with.means(observable)));
        double error = before.standardError();
        boolean real = Math.abs(before.mean()) > errors * error;
        boolean smaller = Math.abs(after.mean()) + errors * error <= ratio * Math.abs(before.mean());
        return new Finding(
                real && smaller,
                "leading-order gap beyond " + errors + " standard errors, corrected gap at most " + ratio + " of it",
                "leading order " + Format.plusMinus(before.mean(), error) + ", corrected "
                        + Format.plusMinus(after.mean(), after.standardError()),
                after.mean() / after.standardError(),
                List.of(figure(claimCase, observable, sgd.trajectory(), without, with)));
    }

    private static Figure figure(
            ClaimCase claimCase, String observable, Trajectory sgd, Trajectory without, Trajectory with) {
        double[] times = sgd.taus();
        double[] mean = sgd.means(observable);
        int index = sgd.indexOf(observable);
        double[] error = new double[mean.length];
        double[] zero = new double[mean.length];
        double[] before = without.means(observable);
        double[] after = with.means(observable);
        for (int t = 0; t < mean.length; t++) {
            error[t] = sgd.values()[t][index].standardError();
            before[t] -= mean[t];
            after[t] -= mean[t];
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Limit minus mean of SGD in " + observable + "; bars: one standard error of the mean.",
                Axis.linear("time τ (steps / d)"),
                Axis.linear("gap"),
                List.of(
                        new Series.Line("leading order", Colour.VERMILION, Stroke.SOLID, times, before),
                        new Series.Line("with corrections", Colour.BLUE, Stroke.SOLID, times, after),
                        Series.Points.withErrors("SGD", Colour.BLACK, times, zero, error)));
    }
}
