package org.sgdlimits.method;

import org.hipparchus.random.Well19937c;
import org.hipparchus.stat.descriptive.rank.RandomPercentile;
import org.sgdlimits.method.Trajectory.Summary;

/**
 * Streaming mean, standard deviation, standard error (Welford's recursion) and 5, 50 and 95 % quantiles of every observable at
 * every time. Quantiles are exact up to a few hundred replicas and within half a percent in rank beyond (the RANDOM sketch of
 * Hipparchus, in bounded memory).
 */
final class PathStatistics {

    private static final double RANK_ERROR = 0.005;

    private final int[][] count;
    private final double[][] mean;
    private final double[][] squares;
    private final RandomPercentile[][] quantiles;

    PathStatistics(int times, int observables, int replicas, long seed) {
        count = new int[times][observables];
        mean = new double[times][observables];
        squares = new double[times][observables];
        quantiles = replicas == 1 ? null : new RandomPercentile[times][observables];
        for (int t = 0; quantiles != null && t < times; t++) {
            for (int o = 0; o < observables; o++) {
                quantiles[t][o] = new RandomPercentile(RANK_ERROR, new Well19937c(seed));
            }
        }
    }

    void add(Path path) {
        for (int t = 0; t < path.completed(); t++) {
            for (int o = 0; o < mean[t].length; o++) {
                double value = path.observed()[t][o];
                int n = ++count[t][o];
                double delta = value - mean[t][o];
                mean[t][o] += delta / n;
                squares[t][o] += delta * (value - mean[t][o]);
                if (quantiles != null) {
                    quantiles[t][o].increment(value);
                }
            }
        }
    }

    Summary[][] summaries(int times) {
        Summary[][] result = new Summary[times][];
        for (int t = 0; t < times; t++) {
            result[t] = new Summary[mean[t].length];
            for (int o = 0; o < mean[t].length; o++) {
                result[t][o] = summary(t, o);
            }
        }
        return result;
    }

    private Summary summary(int t, int o) {
        int n = count[t][o];
        if (n == 1) {
            return Summary.exact(mean[t][o]);
        }
        double deviation = Math.sqrt(squares[t][o] / (n - 1));
        RandomPercentile quantile = quantiles[t][o];
        return new Summary(
                mean[t][o],
                deviation,
                deviation / Math.sqrt(n),
                quantile.getResult(5),
                quantile.getResult(50),
                quantile.getResult(95));
    }
}
