package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.analysis.SlopeFit;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * How the distance of SGD to a deterministic limit falls with the dimension: the exponent of a power law, fitted.
 *
 * <p>Keys: {@code limit} and {@code sgd} (methods), {@code dimensions}, {@code replicas} (one a dimension, or one for all),
 * {@code observables}, {@code quantity}: {@code path-deviation}, the mean over runs of the largest |SGD − limit| over times and
 * observables, or {@code mean-gap}, the mean over times of |mean SGD − limit| for one observable; {@code slope}, what theory
 * gives. Passes when the fitted exponent lies within the confidence interval {@code tolerance.confidence} around it.
 */
final class ConvergenceRate implements Check {

    @Override
    public List<String> keys() {
        return List.of("quantity", "limit", "sgd", "observables", "dimensions", "replicas", "slope");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double[] dimensions = keys.positives("dimensions");
        double[] replicas = keys.positives("replicas");
        double expected = keys.number("slope");
        double confidence = claimCase.probability("confidence");
        if (replicas.length != 1 && replicas.length != dimensions.length) {
            throw keys.error(
                    "replicas",
                    "expected one number, or one for each of the " + dimensions.length + " dimensions, got "
                            + replicas.length);
        }
        boolean path = keys.choice("quantity", List.of("path-deviation", "mean-gap"), "path-deviation")
                .equals("path-deviation");
        double[] distance = new double[dimensions.length];
        double[] error = new double[dimensions.length];
        for (int i = 0; i < dimensions.length; i++) {
            Experiment experiment = claimCase.experiment(
                    "run.dimension", (long) dimensions[i],
                    "run.replicas", (long) replicas[Math.min(i, replicas.length - 1)]);
            SampleMean mean = path ? pathDeviation(keys, experiment) : meanGap(keys, experiment);
            distance[i] = Math.abs(mean.mean());
            error[i] = mean.standardError();
        }
        double[] relative = new double[error.length];
        for (int i = 0; i < error.length; i++) {
            relative[i] = error[i] / distance[i];
        }
        SlopeFit fit = SlopeFit.of(dimensions, distance, relative);
        double halfWidth = fit.halfWidth(confidence);
        return new Finding(
                Math.abs(fit.slope() - expected) <= halfWidth,
                "exponent " + expected + " within ±" + Format.number(halfWidth) + " (confidence " + confidence + ")",
                "fitted exponent " + Format.plusMinus(fit.slope(), fit.standardError()) + ", χ² "
                        + Format.number(fit.chiSquare()) + " for " + (fit.points() - 2) + " degrees of freedom",
                (fit.slope() - expected) / fit.standardError(),
                List.of(figure(claimCase, dimensions, distance, error, fit)));
    }

    private static SampleMean pathDeviation(Fields keys, Experiment experiment) {
        PathSample sgd = PathSample.of(experiment, keys.text("sgd", "reduced"));
        PathSample limit = PathSample.of(experiment, keys.text("limit", "ode"));
        List<String> observables = keys.words("observables", List.of("M[1,1]"));
        double[] deviations = sgd.paths().stream()
                .mapToDouble(path -> {
                    double largest = 0;
                    for (String observable : observables) {
                        int index = sgd.index(observable);
                        int limitIndex = limit.index(observable);
                        for (int t = 0; t < path.length; t++) {
                            double exact = limit.paths().get(0)[t][limitIndex];
                            largest = Math.max(largest, Math.abs(path[t][index] - exact));
                        }
                    }
                    return largest;
                })
                .toArray();
        return SampleMean.of(deviations);
    }

    private static SampleMean meanGap(Fields keys, Experiment experiment) {
        PathSample sgd = PathSample.of(experiment, keys.text("sgd", "reduced"));
        PathSample limit = PathSample.of(experiment, keys.text("limit", "ode"));
        String observable = keys.words("observables", List.of("M[1,1]")).get(0);
        return SampleMean.of(sgd.timeMeanGaps(observable, limit.trajectory().means(observable)));
    }

    private static Figure figure(
            ClaimCase claimCase, double[] dimensions, double[] distance, double[] error, SlopeFit fit) {
        double[] line = new double[dimensions.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = fit.at(dimensions[i]);
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Markers: measured, with one standard error. Line: the fitted power law, exponent "
                        + Format.plusMinus(fit.slope(), fit.standardError()) + ".",
                Axis.log("dimension d"),
                Axis.log("distance to the limit"),
                List.of(
                        new Series.Line("fit", Colour.VERMILION, Stroke.SOLID, dimensions, line),
                        Series.Points.withErrors("measured", Colour.BLACK, dimensions, distance, error)));
    }
}
