package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.Optional;
import org.sgdlimits.method.RunSettings;

/**
 * What is trained, how, and for how long: 𝓛(X) = ½‖AX − b‖² with the ridge term ½ρ‖X‖², of which every sample's f_i bears one
 * n-th.
 *
 * @param data A and b
 * @param heldOut rows that are not trained on; their risk is (1/2n')Σ(a·X − b)² over those n' rows
 * @param ridge ρ ≥ 0
 * @param start X₀, d entries
 * @param rule of an update
 * @param epochs the horizon, samples seen / n
 */
public record LeastSquaresProblem(
        LabelledData data,
        Optional<LabelledData> heldOut,
        double ridge,
        double[] start,
        BatchRule rule,
        double epochs) {

    /** @throws IllegalArgumentException that names the key, if the parts do not fit together or a number is out of range */
    public LeastSquaresProblem {
        int n = data.design().rows();
        int d = data.design().columns();
        if (rule.batch() > n) {
            throw new IllegalArgumentException(
                    "training.batch: expected at most the " + n + " rows of the data, got " + rule.batch());
        }
        if (!(ridge >= 0) || Double.isInfinite(ridge)) {
            throw new IllegalArgumentException("training.ridge: expected a number >= 0, got " + ridge);
        }
        if (start.length != d) {
            throw new IllegalArgumentException(
                    "start: expected " + d + " entries, one a column of the data, got " + start.length);
        }
        if (!(epochs > 0) || Double.isInfinite(epochs)) {
            throw new IllegalArgumentException("run.horizon.epochs: expected a number > 0, got " + epochs);
        }
        if (heldOut.isPresent() && heldOut.get().design().columns() != d) {
            throw new IllegalArgumentException("data.heldOut: expected " + d + " columns as in the training rows, got "
                    + heldOut.get().design().columns());
        }
    }

    /** From X₀ = 0, single samples at rate 1, one epoch; without ridge or rows held out. */
    public static LeastSquaresProblem of(DesignMatrix design, double[] target) {
        return new LeastSquaresProblem(
                new LabelledData(design, target),
                Optional.empty(),
                0,
                new double[design.columns()],
                BatchRule.singleSample(1),
                1);
    }

    /** The same problem under another rule. */
    public LeastSquaresProblem rule(BatchRule other) {
        return new LeastSquaresProblem(data, heldOut, ridge, start, other, epochs);
    }

    /** The same problem with a ridge term ½ρ‖X‖². */
    public LeastSquaresProblem ridge(double other) {
        return new LeastSquaresProblem(data, heldOut, other, start, rule, epochs);
    }

    /** The same problem from another start. */
    public LeastSquaresProblem start(double[] other) {
        return new LeastSquaresProblem(data, heldOut, ridge, other, rule, epochs);
    }

    /** The same problem, its risk on these rows observed. */
    public LeastSquaresProblem heldOut(LabelledData other) {
        return new LeastSquaresProblem(data, Optional.of(other), ridge, start, rule, epochs);
    }

    /** The same problem over another number of epochs. */
    public LeastSquaresProblem until(double otherEpochs) {
        return new LeastSquaresProblem(data, heldOut, ridge, start, rule, otherEpochs);
    }

    /** The times asked for, in epochs. */
    public double[] grid(RunSettings settings) {
        return EpochClock.of(this).grid(this, settings);
    }

    /** The times of the whole updates nearest to them. */
    public double[] stepTimes(RunSettings settings) {
        EpochClock clock = EpochClock.of(this);
        return Arrays.stream(clock.steps(grid(settings)))
                .mapToDouble(clock::epochs)
                .toArray();
    }
}
