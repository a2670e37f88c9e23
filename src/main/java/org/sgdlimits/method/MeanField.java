package org.sgdlimits.method;

import java.util.Map;
import org.sgdlimits.law.MeanFieldDynamics;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;

/**
 * The limit of wide networks, p → ∞, at finite d or as d → ∞: {@link MeanFieldDynamics} by {@link AdaptiveIntegration}, from the
 * start that the other methods have. With a random start, the mean over the replicas' starts. SGD's risk is off by
 * O(1/√p), and as d → ∞ by O(1/√d) besides. Cost of a drift: particles × nodes; of a random start, (p + k)² normal numbers.
 */
public final class MeanField implements Method<Network> {

    private final boolean highDimensional;

    /** At the problem's dimension. */
    public MeanField() {
        this(false);
    }

    private MeanField(boolean highDimensional) {
        this.highDimensional = highDimensional;
    }

    /** As d → ∞ besides; the start is still that of the problem's dimension. */
    public static MeanField highDimensional() {
        return new MeanField(true);
    }

    @Override
    public String name() {
        return "meanfield";
    }

    @Override
    public Class<Network> needs() {
        return Network.class;
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
    public void requireAdmitted(Problem<? extends Network> problem) {
        problem.requireOneStage("the method \"meanfield\"");
        MeanFieldDynamics.requireCovered(problem);
    }

    @Override
    public Trajectory solve(Problem<? extends Network> problem, RunSettings settings, PathListener listener) {
        requireAdmitted(problem);
        return Ode.solve(
                name(),
                problem,
                settings,
                listener,
                facts(problem, settings),
                settings.odeTolerance(),
                replica -> limit(problem, settings, replica));
    }

    @Override
    public Passages passages(Problem<? extends Network> problem, RunSettings settings, Threshold threshold) {
        requireAdmitted(problem);
        return Ode.passages(
                name(),
                problem,
                settings,
                threshold,
                facts(problem, settings),
                settings.odeTolerance(),
                replica -> limit(problem, settings, replica));
    }

    private Stages<MeanFieldDynamics> limit(Problem<? extends Network> problem, RunSettings settings, int replica) {
        return Stages.one(
                MeanFieldDynamics.of(problem, highDimensional, StartDraw.particles(problem, settings.seed(), replica)),
                problem.rule());
    }

    private Map<String, Object> facts(Problem<? extends Network> problem, RunSettings settings) {
        Map<String, Object> facts = Ode.facts(settings.odeTolerance());
        facts.put("dimension", highDimensional ? "infinite" : "finite");
        facts.put("quadrature", MeanFieldDynamics.describeRules(problem, highDimensional));
        return facts;
    }
}
