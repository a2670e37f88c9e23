package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.sgdlimits.analysis.DataTheory.Conditioning;
import org.sgdlimits.analysis.DataTheory.Decay;
import org.sgdlimits.analysis.DataTheory.Setting;
import org.sgdlimits.analysis.DataTheory.Spectrum;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DataModes;
import org.sgdlimits.leastsquares.DecayRates;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.MomentumOptimum;
import org.sgdlimits.leastsquares.MomentumRates;
import org.sgdlimits.leastsquares.MomentumRates.Parameters;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraEquation;

/**
 * Computes a {@link DataTheory}: fractions of the threshold by their predicted loss, single samples and batches; the γ of fastest decay;
 * momentum by {@link MomentumOptimum} at the file's batch, at ICR n rows and at full batches. From modes that are not exact, what hangs on the
 * smallest of them is left out.
 */
final class DataTheorySearch {

    /** Fractions of the threshold that are tried. */
    private static final double[] FRACTIONS = {
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9
    };

    /** Momentum that is tried where the horizon decides. */
    private static final double[] MOMENTA = {0, 0.5, 0.9};

    /** Updates an epoch of the batches that are suggested: what a batch costs shows, and a prediction takes milliseconds. */
    private static final int UPDATES = 64;

    /** With fewer modes the edge of a spectrum has no exponent; nor has it where the start does not see it. */
    private static final int LEAST_MODES = 50;

    /** Of log γ, where a predicted loss has its minimum: 10⁻⁴ of the loss or less. */
    private static final double SETTING_ACCURACY = 0.01;

    private static final double RATE_ACCURACY = 1e-10;
    private static final int MOST_EVALUATIONS = 1000;

    private final LeastSquaresProblem problem;
    private final DataModes found;
    private final SpectralMeasure modes;
    private final DecayRates decay;
    private final MomentumRates momentum;

    DataTheorySearch(DataTask task) {
        problem = task.problem();
        found = task.modes();
        modes = found.measure();
        decay = DecayRates.of(VolterraEquation.of(modes));
        momentum = MomentumRates.of(modes);
    }

    DataTheory theory() {
        boolean exact = found.lanczos().isEmpty();
        List<Setting> settings = new ArrayList<>();
        settings.add(setting("as stated", problem.rule()));
        settings.add(best("single samples, least loss", 1, HorizonPrediction::loss));
        if (settings.get(0).testRisk().isPresent()) {
            settings.add(best("single samples, least test risk", 1, predicted -> predicted
                    .testRisk()
                    .orElseThrow()));
        }
        batch().ifPresent(batch ->
                settings.add(best("batches of " + batch + ", least loss", batch, HorizonPrediction::loss)));
        Spectrum spectrum = spectrum(exact);
        Optional<Decay> late = Optional.empty();
        Optional<Conditioning> conditioning = Optional.empty();
        if (exact) {
            double fastest = fastest();
            settings.add(setting("single samples, fastest in the end", BatchRule.singleSample(fastest)));
            addMomentum(settings);
            late = Optional.of(late(fastest, exponent(spectrum.values().length)));
            conditioning = Optional.of(new Conditioning(
                    momentum.conditionNumber(),
                    momentum.averageConditionNumber(),
                    momentum.implicitConditioningRatio(),
                    MomentumOptimum.saturatingFraction(momentum, DataTheory.SATURATED)));
        }
        return new DataTheory(
                problem.data().design().rows(),
                problem.data().design().columns(),
                spectrum,
                problem.ridge(),
                decay.threshold(),
                late,
                conditioning,
                List.copyOf(settings));
    }

    private Spectrum spectrum(boolean exact) {
        int[] seen = IntStream.range(0, modes.size())
                .filter(j -> modes.eigenvalues()[j] > 0 && modes.counts()[j] > 0)
                .toArray();
        double[] values =
                Arrays.stream(seen).mapToDouble(j -> modes.eigenvalues()[j]).toArray();
        double[] counts =
                Arrays.stream(seen).mapToDouble(j -> modes.counts()[j]).toArray();
        return new Spectrum(
                values, counts, found.describe(), exact, modes.trace(), modes.trace() / values[values.length - 1]);
    }

    private OptionalDouble exponent(int size) {
        double exponent = size < LEAST_MODES ? Double.NaN : decay.exponent();
        return Double.isNaN(exponent) ? OptionalDouble.empty() : OptionalDouble.of(exponent);
    }

    private Decay late(double fastest, OptionalDouble exponent) {
        double critical = decay.criticalRate();
        double threshold = decay.threshold();
        return new Decay(
                critical,
                decayAt(0.5 * Math.min(critical, threshold)),
                critical < threshold ? Optional.of(decayAt(0.5 * (critical + threshold))) : Optional.empty(),
                fastest,
                rates(),
                exponent);
    }

    private double[] decayAt(double gamma) {
        return new double[] {gamma, decay.decay(gamma)};
    }

    private double[][] rates() {
        double[][] rates = new double[100][];
        for (int i = 0; i < rates.length; i++) {
            double gamma = decay.threshold() * (i + 1) / (rates.length + 1.0);
            rates[i] = decayAt(gamma);
        }
        return rates;
    }

    /** c(γ) rises to its largest value and falls from there. */
    private double fastest() {
        return new BrentOptimizer(RATE_ACCURACY, RATE_ACCURACY * decay.threshold())
                .optimize(
                        GoalType.MAXIMIZE,
                        new MaxEval(MOST_EVALUATIONS),
                        new SearchInterval(0, decay.threshold()),
                        new UnivariateObjectiveFunction(decay::decay))
                .getPoint();
    }

    /** The file's own batch, or one of a power of two. */
    private OptionalInt batch() {
        int own = problem.rule().batch();
        int power = Integer.highestOneBit(modes.samples() / UPDATES);
        return own > 1 ? OptionalInt.of(own) : power > 1 ? OptionalInt.of(power) : OptionalInt.empty();
    }

    /** A rule that is tried. */
    private record Candidate(BatchRule rule, HorizonPrediction predicted) {}

    private Candidate candidate(BatchRule rule) {
        return new Candidate(rule, HorizonPrediction.of(problem.rule(rule), modes));
    }

    /**
     * Of momenta, and of fractions of the largest γ that either the noise or, with batches, the largest eigenvalue allows: scanned, then
     * refined between the neighbours of the best.
     */
    private Setting best(String name, int batch, ToDoubleFunction<HorizonPrediction> measure) {
        double edge = 2 / ((double) batch / modes.samples() * momentum.largest());
        ToDoubleFunction<Candidate> cost = tried -> measure.applyAsDouble(tried.predicted);
        Optional<Candidate> best = Optional.empty();
        for (double delta : batch == 1 ? new double[] {0} : MOMENTA) {
            double largest = Math.min((1 - delta) * decay.threshold(), (1 + delta) * edge);
            DoubleFunction<Candidate> line = log -> candidate(BatchRule.batches(Math.exp(log) * largest, batch, delta));
            int place = 0;
            for (int i = 0; i < FRACTIONS.length; i++) {
                Candidate here = line.apply(Math.log(FRACTIONS[i]));
                if (best.isEmpty() || cost.applyAsDouble(here) < cost.applyAsDouble(best.get())) {
                    best = Optional.of(here);
                    place = i;
                }
            }
            if (best.get().rule.momentum() == delta) {
                double low = Math.log(FRACTIONS[Math.max(0, place - 1)]);
                double high = Math.log(FRACTIONS[Math.min(FRACTIONS.length - 1, place + 1)]);
                Candidate refined = line.apply(minimum(log -> cost.applyAsDouble(line.apply(log)), low, high));
                if (cost.applyAsDouble(refined) < cost.applyAsDouble(best.get())) {
                    best = Optional.of(refined);
                }
            }
        }
        return setting(name, best.orElseThrow());
    }

    private static double minimum(UnivariateFunction function, double low, double high) {
        return new BrentOptimizer(SETTING_ACCURACY, SETTING_ACCURACY)
                .optimize(
                        GoalType.MINIMIZE,
                        new MaxEval(MOST_EVALUATIONS),
                        new SearchInterval(low, high),
                        new UnivariateObjectiveFunction(function))
                .getPoint();
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
            batches.add((int) Math.min(n, Math.max(2, Math.ceil(ratio * n))));
        }
        batches.add(n);
        for (int batch : batches.stream().distinct().toList()) {
            Parameters found = MomentumOptimum.search(momentum, (double) batch / n);
            settings.add(setting(
                    batch == n ? "full batches, fastest in the end" : "batches of " + batch + ", fastest in the end",
                    BatchRule.batches(found.learningRate(), batch, found.momentum())));
        }
    }

    private Setting setting(String name, BatchRule rule) {
        return setting(name, candidate(rule));
    }

    private Setting setting(String name, Candidate chosen) {
        double rate = DataTheory.rate(modes, chosen.rule, problem.epochs());
        return new Setting(
                name,
                chosen.rule,
                found.lanczos().isEmpty() || rate <= 0 ? OptionalDouble.of(rate) : OptionalDouble.empty(),
                Math.round(problem.epochs() * modes.samples() / chosen.rule.batch()),
                chosen.predicted.loss(),
                chosen.predicted.testRisk());
    }
}
