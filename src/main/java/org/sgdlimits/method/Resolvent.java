package org.sgdlimits.method;

import java.util.Map;
import org.sgdlimits.law.Contour;
import org.sgdlimits.law.ResolventDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * The deterministic limit in the resolvent of the covariance on a contour, {@link ResolventDynamics}, by
 * {@link AdaptiveIntegration}: what {@link Ode} solves, with an unknown a node instead of one an eigenvalue. With a random start, the
 * mean over the replicas' starts. Cost: d at the start, and a drift free of d.
 *
 * <p>The number N of nodes follows from the accuracy asked for, that of the tolerance. The start is known to 2ρ^{−N}; what the flow
 * adds grows with the horizon times what the ellipse reaches beyond the spectrum, about r(ρ − 1)²/2. So N is doubled and ρ replaced by its
 * square root, which keeps the first and quarters the exponent of the second, until the observables of the first replica at the
 * start and at the end agree with those of the next; the difference is the error stated ({@code contourError}).
 */
public final class Resolvent implements Method<FieldModel> {

    /** ρ of the widest contour tried, and of one whose nodes alone are given. */
    public static final double RATIO = 3;

    /** More nodes than any accuracy asks for. */
    public static final int MOST_NODES = 4096;

    /** ρ^{−N} relative to the tolerance asked for. */
    private static final double START_ACCURACY = 1e-2;

    /** What contours may differ by, relative to the tolerance asked for. */
    private static final double AGREEMENT = 10;

    /** The integrator's tolerance relative to that asked for: Ω = ∮zS weighs an error of S by the size of the spectrum squared. */
    private static final double INTEGRATION = 1e-2;

    private static final double FINEST_INTEGRATION = 1e-14;

    private final int nodes;
    private final double ratio;

    /** With as many nodes as the tolerance asks for. */
    public Resolvent() {
        nodes = 0;
        ratio = RATIO;
    }

    /**
     * With a contour given by hand.
     *
     * @param nodes N, even
     * @param ratio ρ of {@link Contour}
     */
    public Resolvent(int nodes, double ratio) {
        Contour.requireValid(nodes, ratio);
        this.nodes = nodes;
        this.ratio = ratio;
    }

    @Override
    public String name() {
        return "resolvent";
    }

    @Override
    public Class<FieldModel> needs() {
        return FieldModel.class;
    }

    @Override
    public RuleNeed needsOfRule() {
        return RuleNeed.NOTHING;
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public void requireAdmitted(Problem<? extends FieldModel> problem) {
        problem.requireOneStage("the method \"resolvent\"");
        if (problem.rule().corrections() == TrainingRule.Corrections.FINITE_D) {
            throw new IllegalArgumentException(
                    "training.corrections: expected none, as the method \"resolvent\" knows the"
                            + " leading order in d only, got finite-d; use the method ode");
        }
    }

    @Override
    public Trajectory solve(Problem<? extends FieldModel> problem, RunSettings settings, PathListener listener) {
        Limit limit = limit(problem, settings);
        return Ode.solve(
                name(), problem, settings, listener, limit.facts, limit.tolerance, replica -> limit.stages(replica));
    }

    @Override
    public Passages passages(Problem<? extends FieldModel> problem, RunSettings settings, Threshold threshold) {
        Limit limit = limit(problem, settings);
        return Ode.passages(
                name(), problem, settings, threshold, limit.facts, limit.tolerance, replica -> limit.stages(replica));
    }

    /** A law of one step on a contour. */
    private record Limit(StepLaw law, Contour contour, long seed, double tolerance, Map<String, Object> facts) {
        Stages<ResolventDynamics> stages(int replica) {
            return Resolvent.stages(law, contour, seed, replica);
        }
    }

    private static Stages<ResolventDynamics> stages(StepLaw law, Contour contour, long seed, int replica) {
        return Stages.one(
                law.resolvent(contour, StartDraw.blocks(law.problem(), seed, replica)),
                law.problem().rule());
    }

    private Limit limit(Problem<? extends FieldModel> problem, RunSettings settings) {
        requireAdmitted(problem);
        StepLaw law = StepLaw.of(problem).observing(settings.observing());
        double asked = settings.odeTolerance();
        double tolerance = Math.max(Math.max(INTEGRATION * asked, FINEST_INTEGRATION), law.finestTolerance());
        Map<String, Object> facts = Ode.facts(tolerance);
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        if (nodes > 0) {
            facts.put("contourNodes", nodes);
            facts.put("contourRatio", ratio);
            return new Limit(law, Contour.around(spectrum, nodes, ratio), settings.seed(), tolerance, facts);
        }
        double end = Clock.of(problem).tau(problem.horizon());
        int count = 2 * (int) Math.ceil(0.5 * Math.log(2 / (START_ACCURACY * asked)) / Math.log(ratio));
        double present = ratio;
        Contour contour = Contour.around(spectrum, count, present);
        double[][] coarse = ends(law, contour, settings.seed(), end, tolerance);
        while (true) {
            double narrower = Math.sqrt(present);
            Contour next = Contour.around(spectrum, 2 * count, narrower);
            double[][] fine = ends(law, next, settings.seed(), end, tolerance);
            double error = difference(coarse, fine);
            if (error <= AGREEMENT * asked || 4 * count > MOST_NODES) {
                if (error > AGREEMENT * asked) {
                    facts.put(Trajectory.APPROXIMATION, "the resolvent on a contour, to " + error);
                }
                facts.put("contourNodes", count);
                facts.put("contourRatio", present);
                facts.put("contourError", error);
                return new Limit(law, contour, settings.seed(), tolerance, facts);
            }
            count *= 2;
            present = narrower;
            contour = next;
            coarse = fine;
        }
    }

    /** The first replica's observables at the start and at the end, or as far as the flow gets. */
    private static double[][] ends(StepLaw law, Contour contour, long seed, double end, double tolerance) {
        Stages<ResolventDynamics> stages = stages(law, contour, seed, 0);
        double[][] observed = new double[2][stages.observer().observables().size()];
        int[] next = {0};
        new AdaptiveIntegration(stages, tolerance, Ode.MAX_EVALUATIONS)
                .run(new double[] {0, end}, (tau, s) -> stages.observer().observe(tau, s, observed[next[0]++]));
        return observed;
    }

    /** The largest difference, relative to an observable's size or to 1 where it is smaller. */
    private static double difference(double[][] a, double[][] b) {
        double worst = 0;
        for (int time = 0; time < a.length; time++) {
            for (int i = 0; i < a[time].length; i++) {
                double scale = Math.max(1, Math.abs(b[time][i]));
                double gap = Math.abs(a[time][i] - b[time][i]) / scale;
                // an observable that is undefined in both, an angle at zero, says nothing
                worst = Double.isNaN(gap) ? worst : Math.max(worst, gap);
            }
        }
        return worst;
    }
}
