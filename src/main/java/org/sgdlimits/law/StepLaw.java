package org.sgdlimits.law;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.sgdlimits.gaussian.ErfForms;
import org.sgdlimits.gaussian.FieldForms;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.gaussian.PairQuadratureForms;
import org.sgdlimits.gaussian.PolynomialForms;
import org.sgdlimits.gaussian.ReluForms;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Activation.Family;
import org.sgdlimits.model.ClippedSignal;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;

/**
 * The law of one SGD step, derived from a problem: which closed forms apply, which quadrature serves elsewhere. Immutable;
 * {@link #dynamics} gives one thread's evaluator of it.
 */
public final class StepLaw {

    /** Their overlaps alone fill some hundred megabytes. */
    private static final int MOST_STUDENTS = 3000;

    private static final int PAIR_ORDER = 40;
    private static final int COARSE_PAIR_ORDER = 16;
    private static final double RANDOMISED_TOLERANCE = 1e-5;

    private final Problem<? extends FieldModel> problem;
    private final OrderParameters layout;
    private final FieldQuadrature meanRule;
    private final FieldQuadrature covarianceRule;
    private final Supplier<FieldForms> forms;
    private final int group;
    private final Observing observed;

    private StepLaw(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            FieldQuadrature meanRule,
            FieldQuadrature covarianceRule,
            Supplier<FieldForms> forms,
            int group,
            Observing observed) {
        this.observed = observed;
        this.problem = problem;
        this.group = group;
        this.layout = layout;
        this.meanRule = meanRule;
        this.covarianceRule = covarianceRule;
        this.forms = forms;
    }

    /**
     * Derives the law of one step.
     *
     * @throws IllegalArgumentException if the students are so many that their overlaps, p(p + 1)/2 of them, are out of reach
     */
    public static StepLaw of(Problem<? extends FieldModel> problem) {
        FieldModel model = ClippedSignal.of(problem);
        if (model.students() > MOST_STUDENTS) {
            throw new IllegalArgumentException("model.student.width: expected at most " + MOST_STUDENTS
                    + " where all overlaps among students are followed, got " + model.students()
                    + "; use the method meanfield, or a narrower student");
        }
        int blocks = model.covariance().spectrum(problem.dimension()).blocks();
        OrderParameters layout = new OrderParameters(model, problem.rule(), blocks);
        return new StepLaw(
                problem,
                layout,
                FieldRules.mean(model),
                FieldRules.covariance(model),
                forms(model, PAIR_ORDER),
                FieldSamples.ALL_GROUPS,
                Observing.standard());
    }

    /** The same law with quadratures of the mean good to about 10⁻⁴, for methods whose own error is larger. */
    public StepLaw coarse() {
        FieldModel model = ClippedSignal.of(problem);
        return new StepLaw(
                problem,
                layout,
                FieldRules.coarseMean(model),
                covarianceRule,
                forms(model, COARSE_PAIR_ORDER),
                group,
                observed);
    }

    /** The same law, of which more is observed. */
    public StepLaw observing(Observing more) {
        return new StepLaw(problem, layout, meanRule, covarianceRule, forms, group, more);
    }

    /** The same law with every expectation by quadrature of the error signal, no closed form. */
    public StepLaw byQuadrature() {
        return new StepLaw(problem, layout, meanRule, covarianceRule, null, group, observed);
    }

    /** The same law with every quadrature replaced by an independent one, whose difference estimates the error. */
    public StepLaw companion() {
        return new StepLaw(problem, layout, meanRule.companion(), covarianceRule.companion(), forms, group, observed);
    }

    /** The same law with one group of a randomised quadrature's nodes only; groups are independent. */
    public StepLaw ofGroup(int index) {
        return new StepLaw(problem, layout, meanRule, covarianceRule, forms, index, observed);
    }

    /** The number of independent groups of the mean's nodes; 1 for a rule that is not randomised. */
    public int meanGroups() {
        return meanRule.groups();
    }

    /** The number of independent groups of the covariance's nodes; 1 for a rule that is not randomised. */
    public int covarianceGroups() {
        return covarianceRule.groups();
    }

    /** The same law with the covariance of a step by many more nodes, for tests of it. */
    public StepLaw withFineCovariance() {
        return new StepLaw(
                problem,
                layout,
                meanRule,
                FieldRules.fineCovariance(ClippedSignal.of(problem)),
                forms,
                group,
                observed);
    }

    /** Null where the label is no sum over fields, so that products of activations do not make up the expectations. */
    private static Supplier<FieldForms> forms(FieldModel model, int pairOrder) {
        return model instanceof Network network && network.committee().isPresent()
                ? () -> forms(network, network.committee().orElseThrow().activation(), pairOrder)
                : null;
    }

    /**
     * The same law, with an exact covariance of a step where that is estimated by randomised nodes and a few more would make it
     * exact: to be looked at. (The SDE draws its noise from fresh samples there.)
     */
    public StepLaw withCovarianceToShow() {
        StepLaw fine = withFineCovariance();
        return covarianceGroups() > 1 && fine.covarianceGroups() == 1 ? fine : this;
    }

    private static FieldForms forms(Network network, Activation teacher, int pairOrder) {
        Activation student = network.studentActivation();
        if (student.family() == Family.ERF && teacher.family() == Family.ERF) {
            return new ErfForms();
        }
        if (student.family() == Family.RELU && teacher.family() == Family.RELU) {
            return new ReluForms();
        }
        int n = network.fields();
        Activation[] activations = new Activation[n];
        for (int i = 0; i < n; i++) {
            activations[i] = i < network.students() ? student : teacher;
        }
        if (student.family() == Family.POLYNOMIAL && teacher.family() == Family.POLYNOMIAL) {
            double[][] coefficients = new double[n][];
            for (int i = 0; i < n; i++) {
                coefficients[i] = activations[i].coefficients();
            }
            return new PolynomialForms(coefficients);
        }
        return pairQuadrature(activations, pairOrder);
    }

    private static FieldForms pairQuadrature(Activation[] activations, int order) {
        int n = activations.length;
        DoubleUnaryOperator[] values = new DoubleUnaryOperator[n];
        DoubleUnaryOperator[] slopes = new DoubleUnaryOperator[n];
        boolean[] kinked = new boolean[n];
        for (int i = 0; i < n; i++) {
            values[i] = activations[i]::value;
            slopes[i] = activations[i]::slope;
            kinked[i] = activations[i].kinked();
        }
        return new PairQuadratureForms(values, slopes, kinked, order);
    }

    /** The layout of the state vector. */
    public OrderParameters layout() {
        return layout;
    }

    /** The names of what its evaluators observe. */
    public List<String> observables() {
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        return new FieldObservables(problem, spectrum, observed).names();
    }

    /** The problem whose law this is. */
    public Problem<? extends FieldModel> problem() {
        return problem;
    }

    /**
     * One thread's evaluator.
     *
     * @param startGram Ω_b at the start, [block][p + k][p + k]; its teacher part stays fixed
     */
    public FieldDynamics dynamics(double[][][] startGram) {
        FieldModel model = ClippedSignal.of(problem);
        return new FieldDynamics(
                problem,
                layout,
                moments(),
                new FieldSamples(model, covarianceRule, group),
                covarianceRule.groups() > 1 || layout.blocks() > 1,
                observed,
                startGram);
    }

    /** One thread's evaluator of the error signal's law at given overlaps. */
    public SignalLaw signalLaw() {
        return new SignalLaw(layout, moments(), problem.rule().kind().drawsSamples());
    }

    /**
     * One thread's evaluator of the deterministic limit in the resolvent on a contour, to leading order.
     *
     * @param start Ω_b at the start
     */
    public ResolventDynamics resolvent(Contour contour, StartBlocks start) {
        return new ResolventDynamics(problem, signalLaw(), observed, contour, start);
    }

    private FieldMoments moments() {
        FieldModel model = ClippedSignal.of(problem);
        SampleMoments sampled = new SampleMoments(new FieldSamples(model, meanRule, group));
        return forms == null ? sampled : networkMoments((Network) model, sampled);
    }

    private FieldMoments networkMoments(Network network, SampleMoments sampled) {
        if (QuadraticMoments.covers(network)) {
            return new QuadraticMoments(network);
        }
        if (ErfMoments.covers(network)) {
            return new ErfMoments(network);
        }
        NetworkMoments termByTerm = new NetworkMoments(network, forms.get(), sampled);
        return ReluMoments.covers(network) ? new ReluMoments(network, termByTerm) : termByTerm;
    }

    /**
     * The tolerance below which an adaptive integrator would chase the quadrature's own unevenness: with fixed randomised nodes
     * the drift jumps a little whenever a node passes a kink, and whenever a direction of no variance, whose nodes follow the root
     * of a rounding error, comes and goes. Such a rule is not more exact than that. 0 where there is no such limit.
     */
    public double finestTolerance() {
        boolean randomised =
                meanRule.groups() > 1 && (forms == null || !forms.get().hasFourFieldForm());
        return randomised ? RANDOMISED_TOLERANCE : 0;
    }

    /** Whether the risk and E[e x] come from closed forms, which quadrature can check. */
    public boolean hasClosedForms() {
        return forms != null && !(forms.get() instanceof PairQuadratureForms);
    }

    /** How the risk and E[e x] are computed. */
    public String describeMean() {
        return forms == null ? meanRule.describe() : forms.get().describe();
    }

    /** How E[e e] is computed. */
    public String describeProducts() {
        return forms == null || !forms.get().hasFourFieldForm()
                ? meanRule.describe()
                : forms.get().describe();
    }

    /** How the covariance of a step is computed. */
    public String describeCovariance() {
        return covarianceRule.describe();
    }
}
