package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DecayRates;
import org.sgdlimits.leastsquares.MomentumRates;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraEquation;

/**
 * What theory says of a data problem before a step is run (THEORY §7): its spectrum, thresholds and rates, and settings held against
 * those of the file by their predicted loss.
 *
 * @param rows n
 * @param columns d
 * @param spectrum of AᵀA
 * @param ridge ρ
 * @param threshold γ from which on the loss of single samples does not stay bounded
 * @param decay rates of single samples; empty where the smallest eigenvalues are not resolved
 * @param conditioning of momentum and batches; empty where the smallest eigenvalues are not resolved
 * @param settings the file's own first, then those that theory suggests
 */
public record DataTheory(
        int rows,
        int columns,
        Spectrum spectrum,
        double ridge,
        double threshold,
        Optional<Decay> decay,
        Optional<Conditioning> conditioning,
        List<Setting> settings) {

    /** Parts of a whole this large or larger are as good as the whole. */
    static final double WORTH_SAYING = 0.9;

    /** Relative gains below this are not worth a change. */
    private static final double WORTH_CHANGING = 0.01;

    /**
     * Eigenvalues of AᵀA that are not zero.
     *
     * @param values ascending; the nodes of a quadrature rule where they are not exact
     * @param counts how many eigenvalues a value stands for; 1 where they are exact
     * @param method how they were found, for people
     * @param isExact whether every one is resolved; else {@link #smallest} is a bound from above
     * @param trace their sum
     * @param effectiveRank tr(AᵀA)/λ_max
     */
    public record Spectrum(
            double[] values, double[] counts, String method, boolean isExact, double trace, double effectiveRank) {

        /** λ_min. */
        public double smallest() {
            return values[0];
        }

        /** λ_max. */
        public double largest() {
            return values[values.length - 1];
        }
    }

    /**
     * Single samples at constant γ.
     *
     * @param criticalRate γ_*
     * @param below [γ, c] halfway to γ_*, or to the threshold
     * @param above [γ, c] halfway from γ_* to the threshold, if γ_* lies below it
     * @param fastest the γ of fastest decay in the end
     * @param rates c(γ) in 𝓛 − 𝓛(∞) ~ e^{−ct}, [γ, c], over the stable γ
     * @param exponent α of t^{−α}; empty where there are too few modes to tell
     */
    public record Decay(
            double criticalRate,
            double[] below,
            Optional<double[]> above,
            double fastest,
            double[][] rates,
            OptionalDouble exponent) {}

    /**
     * Momentum and batches.
     *
     * @param number κ
     * @param average κ̄
     * @param ratio ICR = κ̄/√κ
     * @param saturating the batch fraction from which on the best γ and Δ reach {@link #SATURATED} of the speed of full batches, an
     *     update
     */
    public record Conditioning(double number, double average, double ratio, double saturating) {}

    /** A speed that counts as that of full batches. */
    public static final double SATURATED = 0.95;

    /**
     * A rule and what it is predicted to do.
     *
     * @param name in words
     * @param rule of an update
     * @param rate c per epoch in 𝓛 − 𝓛(∞) ~ e^{−ct} at the γ of the horizon; negative or 0 where the loss does not come down; empty where it does and the
     *     smallest eigenvalues, which decide it, are not resolved
     * @param updates up to the horizon
     * @param loss at the horizon; infinite where it diverges before
     * @param testRisk the same; empty without rows held out, or exact modes
     */
    public record Setting(
            String name, BatchRule rule, OptionalDouble rate, long updates, double loss, OptionalDouble testRisk) {}

    /** Of a task. Cost: the spectrum, if it is not known yet, and some seconds for a thousand modes. */
    public static DataTheory of(DataTask task) {
        return new DataTheorySearch(task).theory();
    }

    /** c per epoch of a rule at the rate that it has at a time; negative where the loss grows. */
    static double rate(SpectralMeasure modes, BatchRule rule, double epochs) {
        double gamma = rule.learningRate().rate(epochs);
        if (rule.isSingleSample()) {
            return DecayRates.of(VolterraEquation.of(modes)).decay(gamma);
        }
        double fraction = (double) rule.batch() / modes.samples();
        return -Math.log(MomentumRates.of(modes, rule.sampling()).rate(gamma, rule.momentum(), fraction)) / fraction;
    }

    /** What there is to say to someone who wants the loss to come down, at equal numbers of samples seen. */
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        Setting own = settings.get(0);
        advice.add(best("training loss at the horizon", "", Comparator.naturalOrder(), Setting::loss));
        if (own.testRisk().isPresent()) {
            advice.add(best("risk on the rows held out", "", Comparator.naturalOrder(), setting -> setting.testRisk()
                    .orElseThrow()));
        }
        if (decay.isEmpty()) {
            advice.add(
                    "What hangs on the smallest eigenvalues, as decay in the end, gamma_*, ICR and the best momentum, and the"
                            + " risk on rows held out are not resolved by " + spectrum.method()
                            + "; model.spectrum.method \"exact\" resolves them.");
            return List.copyOf(advice);
        }
        advice.add(best("decay in the end", " an epoch", Comparator.reverseOrder(), setting -> setting.rate()
                .orElseThrow()));
        double fastest = settings.stream()
                .mapToDouble(setting -> setting.rate().orElseThrow())
                .max()
                .orElseThrow();
        if (fastest * own.updates() * own.rule().batch() < rows) {
            advice.add(String.format(
                    Locale.ROOT,
                    "Even the fastest of them needs %.3g epochs to shrink the last modes by a factor e, more than the horizon:"
                            + " choose by the loss at the horizon, not by the decay in the end.",
                    1 / fastest));
        }
        double ratio = conditioning.orElseThrow().ratio();
        if (ratio < WORTH_SAYING) {
            advice.add(String.format(
                    Locale.ROOT,
                    "With the best momentum an update gets faster in proportion to its batch up to the order of ICR n = %.0f"
                            + " rows, and little beyond; an epoch of batches gains little over one of single samples, if"
                            + " anything.",
                    Math.ceil(ratio * rows)));
        }
        double critical = decay.orElseThrow().criticalRate();
        if (ridge == 0 && critical < WORTH_SAYING * threshold) {
            advice.add(String.format(
                    Locale.ROOT,
                    "Beyond gamma_* = %.4g the noise decides the decay of single samples, and beyond gamma = %.4g a larger"
                            + " gamma slows it down.",
                    critical,
                    decay.orElseThrow().fastest()));
        }
        return List.copyOf(advice);
    }

    private String best(String what, String unit, Comparator<Double> order, ToDoubleFunction<Setting> measure) {
        Setting own = settings.get(0);
        Setting best = settings.stream()
                .min(Comparator.comparing(measure::applyAsDouble, order))
                .orElseThrow();
        double stated = measure.applyAsDouble(own);
        if (!(Math.abs(stated - measure.applyAsDouble(best)) > WORTH_CHANGING * Math.abs(stated))) {
            return "Best " + what + ": nothing tried is predicted to do more than 1 % better than the file.";
        }
        return String.format(
                Locale.ROOT,
                "Best %s: %s (gamma = %.4g%s), %.4g%s against %.4g of the file.",
                what,
                best.name(),
                best.rule().learningRate().rate(0),
                best.rule().momentum() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", momentum %.4g", best.rule().momentum()),
                measure.applyAsDouble(best),
                unit,
                stated);
    }
}
