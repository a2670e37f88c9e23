package org.sgdlimits.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Passages;

/**
 * The samples that runs spend on the search, up to the first passing of η, and on the descent from there to the first passing of
 * 1 − η, against the dimension N (Ben Arous, Gheissari, Jagannath 2021): the ratio descent/search goes like 1/α_c(N, ℓ).
 *
 * <p>Both passings are of the same runs. Only runs that passed both count; {@link #runs} says how many did.
 *
 * @param method whose runs they are
 * @param fixed the values of the other axes, by key
 * @param dimension N
 * @param runs that passed both levels
 * @param search mean samples of the search divided by N
 * @param searchError its standard error
 * @param descent mean samples of the descent divided by N
 * @param descentError its standard error
 * @param ratio of the means, descent/search
 * @param ratioError its standard error by the delta method over pairs
 * @param theory of the search, where one applies
 */
@SuppressWarnings("ArrayRecordComponent") // made here and read by figures and tables
public record SearchAndDescent(
        String method,
        Map<String, String> fixed,
        double[] dimension,
        int[] runs,
        double[] search,
        double[] searchError,
        double[] descent,
        double[] descentError,
        double[] ratio,
        double[] ratioError,
        Optional<SearchTheory> theory) {

    /** Measures; the points are in the order of N, one list at each level. */
    static SearchAndDescent of(
            String method, Map<String, String> fixed, List<SweepPoint> searching, List<SweepPoint> descending) {
        int n = searching.size();
        SearchAndDescent result = new SearchAndDescent(
                method,
                fixed,
                new double[n],
                new int[n],
                new double[n],
                new double[n],
                new double[n],
                new double[n],
                new double[n],
                new double[n],
                SearchTheory.of(searching.get(0).exits().problem()));
        for (int i = 0; i < n; i++) {
            result.measure(i, searching.get(i).exits(), descending.get(i).exits());
        }
        return result;
    }

    private void measure(int point, ExitTimes atSearch, ExitTimes atDescent) {
        Passages first = passages(atSearch);
        Passages last = passages(atDescent);
        double perStep =
                (double) atSearch.problem().rule().batch() / atSearch.problem().dimension();
        int count = 0;
        double meanA = 0;
        double meanB = 0;
        double squareA = 0;
        double squareB = 0;
        double product = 0;
        for (int i = 0; i < first.runs().size(); i++) {
            Passage found = first.runs().get(i);
            Passage done = last.runs().get(i);
            if (found.exited() && done.exited()) {
                double a = perStep * found.at().step();
                double b = perStep * (done.at().step() - found.at().step());
                count++;
                double da = a - meanA;
                double db = b - meanB;
                meanA += da / count;
                meanB += db / count;
                squareA += da * (a - meanA);
                squareB += db * (b - meanB);
                product += da * (b - meanB);
            }
        }
        double freedom = Math.max(1, count - 1) * (double) count;
        dimension[point] = atSearch.problem().dimension();
        runs[point] = count;
        search[point] = count == 0 ? Double.NaN : meanA;
        descent[point] = count == 0 ? Double.NaN : meanB;
        searchError[point] = Math.sqrt(squareA / freedom);
        descentError[point] = Math.sqrt(squareB / freedom);
        double quotient = meanB / meanA;
        ratio[point] = count == 0 ? Double.NaN : quotient;
        double variance = squareB - 2 * quotient * product + quotient * quotient * squareA;
        ratioError[point] = Math.sqrt(Math.max(0, variance) / freedom) / meanA;
    }

    private Passages passages(ExitTimes exits) {
        return exits.method(method).map(OfMethod::passages).orElseThrow();
    }

    /** The power of N by which the ratio falls, fitted where at least two are known. */
    public Optional<ScalingFit> fall() {
        return fit(n -> 1);
    }

    /** The power of N by which the ratio times α_c changes, 0 by theory; empty where there is none. */
    public Optional<ScalingFit> fallBesideTheory() {
        return theory.flatMap(known -> fit(known::criticalSamples));
    }

    private Optional<ScalingFit> fit(DoubleUnaryOperator factor) {
        // beside ratios with an error, one without is of a single pair and says nothing
        boolean random = IntStream.range(0, ratio.length).anyMatch(i -> ratioError[i] > 0);
        int[] known = IntStream.range(0, ratio.length)
                .filter(i -> ratio[i] > 0 && Double.isFinite(ratio[i]) && (!random || ratioError[i] > 0))
                .toArray();
        if (known.length < 2) {
            return Optional.empty();
        }
        double[] x = new double[known.length];
        double[] y = new double[known.length];
        double[] relative = new double[known.length];
        for (int i = 0; i < known.length; i++) {
            x[i] = dimension[known[i]];
            y[i] = ratio[known[i]] * factor.applyAsDouble(x[i]);
            relative[i] = ratioError[known[i]] / ratio[known[i]];
        }
        return Optional.of(ScalingFit.power(x, y, relative));
    }
}
