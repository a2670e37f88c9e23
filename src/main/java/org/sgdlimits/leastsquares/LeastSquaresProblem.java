package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdlimits.method.RunSettings;

/**
 * What is trained, how, and for how long: 𝓛(X) = ½‖AX − b‖² with the ridge term ½ρ‖X‖², of which every sample's f_i bears one
 * n-th.
 *
 * @param data A and b
 * @param risks what is observed beside 𝓛, as the risk on rows held out
 * @param ridge ρ ≥ 0
 * @param start X₀, d entries
 * @param rule of an update
 * @param epochs the horizon, samples seen / n
 */
public record LeastSquaresProblem(
        LabelledData data, List<RowRisk> risks, double ridge, double[] start, BatchRule rule, double epochs) {

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
        risks = List.copyOf(risks);
        Set<String> names = new HashSet<>(Set.of(SpectralMeasure.LOSS));
        for (RowRisk risk : risks) {
            int columns = risk.rows().design().columns();
            if (columns != d) {
                throw new IllegalArgumentException("model.risks: " + risk.name() + ": expected " + d
                        + " columns as in the training rows, got " + columns);
            }
            if (!names.add(risk.name())) {
                throw new IllegalArgumentException("model.risks: expected names that differ from each other and from \""
                        + SpectralMeasure.LOSS + "\", got \"" + risk.name() + "\" twice");
            }
        }
    }

    /** From X₀ = 0, single samples at rate 1, one epoch; without ridge or further risks. */
    public static LeastSquaresProblem of(DesignMatrix design, double[] target) {
        return new LeastSquaresProblem(
                new LabelledData(design, target),
                List.of(),
                0,
                new double[design.columns()],
                BatchRule.singleSample(1),
                1);
    }

    /** The same problem under another rule. */
    public LeastSquaresProblem rule(BatchRule other) {
        return new LeastSquaresProblem(data, risks, ridge, start, other, epochs);
    }

    /** The same problem with a ridge term ½ρ‖X‖². */
    public LeastSquaresProblem ridge(double other) {
        return new LeastSquaresProblem(data, risks, other, start, rule, epochs);
    }

    /** The same problem from another start. */
    public LeastSquaresProblem start(double[] other) {
        return new LeastSquaresProblem(data, risks, ridge, other, rule, epochs);
    }

    /** The same problem, one more risk observed. */
    public LeastSquaresProblem observing(RowRisk further) {
        return new LeastSquaresProblem(
                data, Stream.concat(risks.stream(), Stream.of(further)).toList(), ridge, start, rule, epochs);
    }

    /** The rows held out, if there are any: those of the risk {@link RowRisk#TEST_RISK}. */
    public Optional<LabelledData> heldOut() {
        return risks.stream()
                .filter(risk -> risk.name().equals(RowRisk.TEST_RISK))
                .map(RowRisk::rows)
                .findFirst();
    }

    /**
     * The same problem, if an update fits into its horizon: a problem that is run, not only predicted.
     *
     * @throws IllegalArgumentException that names run.horizon.epochs, if no whole update is nearest to the horizon
     */
    public LeastSquaresProblem requireUpdate() {
        EpochClock clock = EpochClock.of(this);
        if (clock.nearestStep(epochs) == 0) {
            double update = clock.epochs(1);
            throw new IllegalArgumentException("run.horizon.epochs: expected at least " + 0.5 * update
                    + ", half an update of batch/n = " + update + " epochs, got " + epochs);
        }
        return this;
    }

    /** The names of what is observed: the loss, then the risks. */
    List<String> observables() {
        return Stream.concat(Stream.of(SpectralMeasure.LOSS), risks.stream().map(RowRisk::name))
                .toList();
    }

    /** The same problem over another number of epochs. */
    public LeastSquaresProblem until(double otherEpochs) {
        return new LeastSquaresProblem(data, risks, ridge, start, rule, otherEpochs);
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
