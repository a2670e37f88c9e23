package org.sgdlimits.analysis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.law.StepSizes;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.DimensionScaling;
import org.sgdlimits.model.DimensionScaling.Fate;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * Which terms of one step are on, from δ and μ, and how large they are at the start.
 *
 * <p>With γ = γ₀ d^{1−δ} and n_b = n₀ d^μ, the variance of a step is of order d^{1−δ−μ} relative to its mean, the product of mean
 * steps of order d^{−δ} (THEORY §2). The sizes are those of {@link StepSizes}, over the linear part's. Cost: one mean step.
 *
 * @param scaling δ, μ and their prefactors
 * @param finite whether the limits keep the terms of finite dimension and batch
 * @param variance the variance of a step
 * @param meanProduct the product of mean steps
 */
public record StepOrders(DimensionScaling scaling, boolean finite, Term variance, Term meanProduct) {

    /**
     * One term.
     *
     * @param order its order in d relative to the mean of a step
     * @param fate what becomes of it as d → ∞
     * @param size its norm at the start over that of the linear drift; infinite or NaN where that drift is zero
     */
    public record Term(double order, Fate fate, double size) {}

    /**
     * The orders and sizes at the start of the first replica; empty for models without an error signal, for rules that draw no
     * samples, and beyond 500 statistics. Of a problem with a continuation, the first stage's.
     */
    public static Optional<StepOrders> of(Problem<?> stated, long seed) {
        Problem<?> problem = stated.firstStage();
        if (!(problem.model() instanceof FieldModel) || !problem.rule().kind().drawsSamples()) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked")
        Problem<? extends FieldModel> field = (Problem<? extends FieldModel>) problem;
        StepLaw law = StepLaw.of(field);
        if (law.layout().size() > Derivation.MOST_STATISTICS) {
            return Optional.empty();
        }
        FieldDynamics dynamics = law.dynamics(Starts.gram(field, seed, 0));
        double[] s = new double[law.layout().size()];
        dynamics.start(s);
        StepSizes sizes = dynamics.stepSizes(0, s);
        TrainingRule rule = problem.rule();
        DimensionScaling scaling = rule.scaling();
        return Optional.of(new StepOrders(
                scaling,
                rule.corrections() == TrainingRule.Corrections.FINITE_D,
                new Term(scaling.varianceOrder(), scaling.variance(), sizes.variance() / sizes.linear()),
                new Term(0 - scaling.delta(), scaling.meanProduct(), sizes.meanProduct() / sizes.linear())));
    }

    /** Whether the rule says how rates and batch follow the dimension. */
    public boolean isStated() {
        return scaling.delta() != 1 || scaling.mu() != 0;
    }

    /** What is wrong with taking the ODE for a limit, from δ and μ; empty where it is one. */
    public static Optional<String> warning(Problem<?> problem) {
        DimensionScaling scaling = problem.rule().scaling();
        if (!problem.rule().kind().drawsSamples()) {
            return Optional.empty();
        }
        if (scaling.meanProduct() != Fate.VANISHES) {
            return Optional.of(
                    "With δ = " + number(scaling.delta())
                            + " steps do not become infinitesimal as d grows: there is no ODE and no SDE, and the map is what to look at.");
        }
        return scaling.variance() == Fate.DIVERGES
                ? Optional.of("With δ + μ = " + number(scaling.delta() + scaling.mu())
                        + " < 1 the variance of a step outgrows its mean as d grows: ODE and SDE are those of this d, and"
                        + " no limits.")
                : Optional.empty();
    }

    /** In words: the setting, then a line for each term. */
    public List<String> lines() {
        String setting = isStated()
                ? "Terms of one step at γ = γ0 d^(1-δ), n_b = n0 d^μ, γ0 = "
                        + scaling.learningRate().describe() + ", n0 = " + number(scaling.batch()) + ", δ = "
                        + number(scaling.delta()) + ", μ = " + number(scaling.mu())
                : "Terms of one step; the rule states no scaling with d, which is δ = 1, μ = 0";
        return List.of(
                setting,
                "variance of a step against its mean: order d^(1-δ-μ) = d^" + number(variance.order) + ": "
                        + varianceFate() + size(variance),
                "product of mean steps: order d^(-δ) = d^" + number(meanProduct.order) + ": " + productFate()
                        + size(meanProduct));
    }

    private String varianceFate() {
        return switch (variance.fate) {
            case STAYS -> "stays, so kept";
            case VANISHES ->
                "vanishes, so " + (finite ? "kept only as a correction" : "left out of the leading-order ODE");
            case DIVERGES -> "diverges, so no limit as d → ∞; kept at this d";
        };
    }

    private String productFate() {
        if (meanProduct.fate == Fate.VANISHES) {
            return "vanishes, so " + (finite ? "kept only as a correction" : "left out of the leading-order ODE");
        }
        return (meanProduct.fate == Fate.STAYS ? "stays" : "diverges") + ", so there is no ODE: "
                + (meanProduct.fate == Fate.STAYS ? "the map is the limit" : "only the map");
    }

    private static String size(Term term) {
        if (term.size == 0) {
            return "; at the start, at this d, zero";
        }
        return Double.isFinite(term.size)
                ? String.format(Locale.ROOT, "; at the start, at this d, %.3g of the linear drift", term.size)
                : "; the linear drift is zero at the start";
    }

    /** Without the rounding of sums of exponents. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.6g", value);
        return text.contains("e")
                ? text
                : text.replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "").replaceAll("^-0$", "0");
    }
}
