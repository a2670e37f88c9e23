package org.sgdlimits.validation;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;
import org.sgdlimits.analysis.LineFit;

/**
 * The slope of a line through log(mean over the runs), each point with the same weight. It is linear in the logarithms, so that
 * its standard error is to first order that of the mean of the runs' own value/mean under the same functional (delta method),
 * whatever the times of one run have to do with each other; its bias is of the order of the squared error.
 *
 * @param slope of the line
 * @param standardError its error from the scatter of the runs
 * @param runs how many
 */
record MeanSlope(double slope, double standardError, int runs) {

    /**
     * The slope over some of the times of a sample.
     *
     * @param places of the times
     * @param x one a place
     * @param prefactor what is added to log(mean) there
     */
    static MeanSlope of(PathSample sample, String observable, int[] places, double[] x, double[] prefactor) {
        int index = sample.index(observable);
        double[] means = sample.trajectory().means(observable);
        double[] logs = new double[places.length];
        Arrays.setAll(logs, k -> Math.log(means[places[k]]) + prefactor[k]);
        List<double[][]> paths = sample.paths();
        double[] influences = paths.stream()
                .mapToDouble(path -> through(
                        x,
                        Arrays.stream(places)
                                .mapToDouble(k -> path[k][index] / means[k])
                                .toArray()))
                .toArray();
        return new MeanSlope(through(x, logs), SampleMean.of(influences).standardError(), paths.size());
    }

    /** The slope of a line through points of equal weight. */
    static double through(double[] x, double[] y) {
        double[] equal = new double[y.length];
        Arrays.fill(equal, 1);
        return LineFit.of(x, y, equal).slope();
    }

    /** Half the Student interval that misses the slope with the given probability. */
    double halfWidth(double falseAlarm) {
        return standardError * new TDistribution(runs - 1.0).inverseCumulativeProbability(1 - 0.5 * falseAlarm);
    }
}
