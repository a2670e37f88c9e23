package org.sgdlimits.leastsquares;

import java.util.function.DoubleFunction;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.sgdlimits.leastsquares.MomentumRates.Parameters;

/**
 * The best learning rate and momentum at a batch fraction, by search: over log(1 − √Δ), and for each Δ over log γ up to the end of
 * stability without noise, 2(1+Δ)/(ζλ_max). Each line is scanned, and Brent's method goes on where it is lowest; it
 * falls back to golden sections at a kink. Cost some 2,000 rates of {@link MomentumRates}.
 */
public final class MomentumOptimum {

    private static final int SCAN = 16;

    /** Of an exponent of ten, on both lines: a rate with a kink at its minimum is off by no more than this. */
    private static final double ACCURACY = 1e-7;

    private static final int MOST_EVALUATIONS = 1000;
    private static final double DECADES = 5;
    private static final int BISECTIONS = 10;

    private MomentumOptimum() {}

    /** The best (γ, Δ) at a batch fraction ζ among 1 − √Δ and γ over its largest stable value from 10⁻⁵ to 1. */
    public static Parameters search(MomentumRates rates, double batchFraction) {
        MomentumRates.requireFraction(batchFraction);
        return least(y -> bestRate(rates, batchFraction, Math.pow(1 - Math.pow(10, y), 2)));
    }

    private static Parameters bestRate(MomentumRates rates, double fraction, double momentum) {
        double largest = 2 * (1 + momentum) / (fraction * rates.largest());
        return least(x -> {
            double learningRate = largest * Math.pow(10, x);
            return new Parameters(learningRate, momentum, fraction, rates.rate(learningRate, momentum, fraction));
        });
    }

    /** The point of least rate on a line of exponents from −5 to 0. */
    private static Parameters least(DoubleFunction<Parameters> line) {
        double step = DECADES / SCAN;
        int place = 0;
        Parameters best = line.apply(-DECADES);
        for (int i = 1; i <= SCAN; i++) {
            Parameters here = line.apply((i - SCAN) * step);
            if (here.rate() <= best.rate()) {
                best = here;
                place = i;
            }
        }
        double left = (Math.max(0, place - 1) - SCAN) * step;
        double right = (Math.min(SCAN, place + 1) - SCAN) * step;
        Parameters found = line.apply(new BrentOptimizer(ACCURACY, ACCURACY)
                .optimize(
                        GoalType.MINIMIZE,
                        new MaxEval(MOST_EVALUATIONS),
                        new SearchInterval(left, right),
                        new UnivariateObjectiveFunction(x -> line.apply(x).rate()))
                .getPoint());
        return found.rate() < best.rate() ? found : best;
    }

    /**
     * The saturating batch fraction: the smallest ζ at which the best rate reaches the given part of what full batches reach, in
     * terms of −log(rate), the digits gained an update.
     *
     * @param part of the speed of full batches, as 0.95
     * @throws IllegalArgumentException if the part does not lie between 0 and 1
     */
    public static double saturatingFraction(MomentumRates rates, double part) {
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException("part: expected a number between 0 and 1, got " + part);
        }
        double wanted = -part * Math.log(search(rates, 1).rate());
        double low = 1.0 / rates.samples();
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = Math.sqrt(low * high);
            if (-Math.log(search(rates, middle).rate()) >= wanted) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
