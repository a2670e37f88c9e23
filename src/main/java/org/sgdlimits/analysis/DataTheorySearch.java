package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.DataTheory.Conditioning;
import org.sgdlimits.analysis.DataTheory.Decay;
import org.sgdlimits.analysis.DataTheory.Setting;
import org.sgdlimits.analysis.DataTheory.Spectrum;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DecayRates;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.LeastSquaresVolterra;
import org.sgdlimits.leastsquares.MomentumOptimum;
import org.sgdlimits.leastsquares.MomentumRates;
import org.sgdlimits.leastsquares.MomentumRates.Parameters;
import org.sgdlimits.leastsquares.RowRisk;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraEquation;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/**
 * Computes a {@link DataTheory}: fractions of the threshold by their predicted loss, the γ of fastest decay by golden sections, momentum
 * by {@link MomentumOptimum} at the file's batch, at ICR n rows and at full batches.
 */
final class DataTheorySearch {

    /** Fractions of the threshold that are tried. */
    private static final double[] FRACTIONS = {0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    /** With fewer modes the edge of a spectrum has no exponent. */
    private static final int LEAST_MODES = 50;

    private static final double TOLERANCE = 1e-6;
    private static final int SECTIONS = 40;

    private final LeastSquaresProblem problem;
    private final SpectralMeasure modes;
    private final DecayRates decay;
    private final MomentumRates momentum;
    private final LeastSquaresVolterra volterra;
    private final RunSettings settings = RunSettings.defaults().withPoints(1).withOdeTolerance(TOLERANCE);

    DataTheorySearch(DataTask task) {
        problem = task.problem();
        modes = task.modes();
        decay = DecayRates.of(VolterraEquation.of(modes));
        momentum = MomentumRates.of(modes);
        volterra = new LeastSquaresVolterra(task.spectrum());
    }

    DataTheory theory() {
        double fastest = fastest();
        double[] values = Arrays.stream(modes.eigenvalues()).filter(v -> v > 0).toArray();
        List<Setting> settings = new ArrayList<>();
        settings.add(setting("as stated", problem.rule()));
        settings.add(bestForHorizon());
        settings.add(single("single samples, fastest in the end", fastest));
        addMomentum(settings);
        return new DataTheory(
                problem.data().design().rows(),
                problem.data().design().columns(),
                new Spectrum(values, modes.trace(), modes.trace() / values[values.length - 1]),
                new Decay(decay.threshold(), decay.criticalRate(), fastest, rates(), exponent(values.length)),
                new Conditioning(
                        momentum.conditionNumber(),
                        momentum.averageConditionNumber(),
                        momentum.implicitConditioningRatio(),
                        MomentumOptimum.saturatingFraction(momentum, DataTheory.SATURATED)),
                List.copyOf(settings));
    }

    private OptionalDouble exponent(int size) {
        return size < LEAST_MODES ? OptionalDouble.empty() : OptionalDouble.of(decay.exponent());
    }

    private double[][] rates() {
        double[][] rates = new double[100][];
        for (int i = 0; i < rates.length; i++) {
            double gamma = decay.threshold() * (i + 1) / (rates.length + 1.0);
            rates[i] = new double[] {gamma, decay.decay(gamma)};
        }
        return rates;
    }

    /** By golden sections: c(γ) rises to its largest value and falls from there. */
    private double fastest() {
        double golden = 0.5 * (Math.sqrt(5) - 1);
        double left = 0;
        double right = decay.threshold();
        for (int cut = 0; cut < SECTIONS; cut++) {
            double low = right - golden * (right - left);
            double high = left + golden * (right - left);
            if (decay.decay(low) < decay.decay(high)) {
                left = low;
            } else {
                right = high;
            }
        }
        return left;
    }

    private Setting single(String name, double gamma) {
        return setting(name, BatchRule.singleSample(gamma));
    }

    private Setting bestForHorizon() {
        Setting best = single("", FRACTIONS[0] * decay.threshold());
        double fraction = FRACTIONS[0];
        for (double tried : FRACTIONS) {
            Setting here = single("", tried * decay.threshold());
            if (here.loss() < best.loss()) {
                best = here;
                fraction = tried;
            }
        }
        return single(
                "single samples, gamma " + fraction + " of the threshold",
                best.rule().learningRate().rate(0));
    }

    /** Batches from the ICR on, where momentum helps, and full batches; at the file's own batch too. */
    private void addMomentum(List<Setting> settings) {
        int n = modes.samples();
        List<Integer> batches = new ArrayList<>();
        double ratio = momentum.implicitConditioningRatio();
        if (problem.rule().batch() > 1) {
            batches.add(problem.rule().batch());
        }
        if (ratio < DataTheory.WORTH_SAYING) {
            batches.add((int) Math.max(2, Math.ceil(ratio * n)));
        }
        batches.add(n);
        for (int batch : batches.stream().distinct().toList()) {
            Parameters found = MomentumOptimum.search(momentum, (double) batch / n);
            settings.add(setting(
                    batch == n ? "full batches, best momentum" : "batches of " + batch + ", best momentum",
                    BatchRule.batches(found.learningRate(), batch, found.momentum())));
        }
    }

    private Setting setting(String name, BatchRule rule) {
        Trajectory predicted = volterra.solve(problem.rule(rule), settings);
        boolean reached = predicted.outcome().isCompleted();
        OptionalDouble risk = problem.heldOut().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(reached ? predicted.last(RowRisk.TEST_RISK).mean() : Double.POSITIVE_INFINITY);
        return new Setting(
                name,
                rule,
                DataTheory.rate(modes, rule, 0),
                Math.round(problem.epochs() * modes.samples() / rule.batch()),
                reached ? predicted.last(SpectralMeasure.LOSS).mean() : Double.POSITIVE_INFINITY,
                risk);
    }
}
