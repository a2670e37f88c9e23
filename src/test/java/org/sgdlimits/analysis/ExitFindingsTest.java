package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.analysis.ExitPlan.WidthRate;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Passages;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** The sentences of studies made by hand, with numbers that can be worked out on paper. */
@Tag("regression")
final class ExitFindingsTest {

    private static final Threshold FALL = Threshold.fall("excessRisk", 0.01);
    private static final RunSettings SETTINGS = RunSettings.defaults();
    private static final int RUNS = 100;

    private static Problem<Network> problem(Start start) {
        return Problem.of(Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
                .rule(TrainingRule.projected(0.1))
                .dimension(3000)
                .start(start)
                .until(Horizon.flowTime(10));
    }

    /** d = 3000 and γ = 0.1: a flow time t is 30 000 t steps. */
    private static Passage passage(Passage.Kind kind, double flowTime) {
        Outcome outcome =
                kind == Passage.Kind.FAILED ? new Outcome(Outcome.Kind.DIVERGED, "M blew up") : Outcome.completed();
        return new Passage(kind, new Instant(30_000 * flowTime, 10 * flowTime, flowTime), outcome);
    }

    private static OfMethod method(String name, List<Passage> runs) {
        Passages passages = new Passages(name, runs, Map.of());
        double[] flow = runs.stream().mapToDouble(run -> run.at().flowTime()).toArray();
        double[] tau = runs.stream().mapToDouble(run -> run.at().tau()).toArray();
        double[] steps = runs.stream().mapToDouble(run -> run.at().step()).toArray();
        return new OfMethod(
                passages,
                ExitStatistics.of(steps, passages.exits(), 1),
                ExitStatistics.of(tau, passages.exits(), 1),
                ExitStatistics.of(flow, passages.exits(), 1),
                0);
    }

    private static OfMethod exits(String name, int runs, IntToDoubleFunction time) {
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            passages.add(passage(Passage.Kind.EXITED, time.applyAsDouble(i)));
        }
        return method(name, passages);
    }

    /** Equally spaced about the mean, over a range of 2. */
    private static OfMethod spread(String name, double mean) {
        return exits(name, RUNS, i -> mean - 1 + 2 * (i + 0.5) / RUNS);
    }

    private static ExitTimes times(Problem<?> problem, OfMethod... methods) {
        return new ExitTimes(
                problem,
                FALL,
                List.of(methods),
                Optional.empty(),
                ExitTimes.formula(problem, FALL)
                        .map(formula -> formula.estimates(1))
                        .orElse(List.of()));
    }

    private static List<String> single(Problem<?> problem, OfMethod... methods) {
        return ExitFindings.of(new ExitStudy(ExitPlan.of(FALL), SETTINGS, List.of(times(problem, methods))));
    }

    private static void has(String expected, List<String> findings) {
        assertTrue(
                findings.stream().anyMatch(each -> each.contains(expected)), () -> expected + "\nnot in\n" + findings);
    }

    @Test
    void theFirstFindingIsTheMeanExitOfSgdWithItsError() {
        List<String> findings = single(
                problem(Start.overlap(0.02)), exits("ode", 1, i -> 1.25), spread("sde", 1.5), spread("sgd", 1.5));
        // standard deviation 2√((n + 1)/(12 n)) of n equally spaced times over a range of 2, times 1/√n
        assertTrue(
                findings.get(0).startsWith("SGD exits at a mean flow time of 1.500 ± 0.058 (95 % interval 1."),
                findings::toString);
        assertTrue(findings.get(0).endsWith("; all 100 runs exited."), findings::toString);
        has("The ODE exits at flow time 1.25, after 37500 steps.", findings);
        has("a standard deviation of 0.5802 in flow time, 39 % of their mean", findings);
        has("the SDE are not told apart from those of SGD (Kolmogorov-Smirnov distance 0.0", findings);
        // 0.25/0.058 = 4.3
        has("The mean exit of SGD lies 0.250 ± 0.058 after that of the ODE, 1.25: 4.3 standard errors.", findings);
    }

    @Test
    void lawsThatDifferAreToldApart() {
        has(
                "In law the exits of the SDE are told apart from those of SGD",
                single(problem(Start.overlap(0.02)), spread("sde", 2), spread("sgd", 1.5)));
    }

    /** γ = 0.1 and Δ = 0: g = 8·(1 − 0.6) = 3.2, c = 4.8, −log(2.5)/3.2 = −0.2863. */
    @Test
    void fromRandomStartsTheSpreadOfPathsIsAConstant() {
        List<String> findings = single(problem(Start.random(1)), spread("sgd", 1.5));
        has("growth rate g = 3.2, diffusion c = 4.8", findings);
        has("from random starts by -log(1 + c/g)/g = -0.2863, whatever the dimension", findings);
        has("What it does not change is the leading order, log(d)/g", findings);
        has(
                "whatever the dimension at the same d times squared overlaps",
                single(problem(Start.overlap(0.02)), spread("sgd", 1.5)));
    }

    @Test
    void censoredAndFailedRunsAreCounted() {
        List<Passage> runs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            runs.add(passage(Passage.Kind.EXITED, 1 + 0.1 * i));
        }
        runs.add(passage(Passage.Kind.CENSORED, 5));
        runs.add(passage(Passage.Kind.CENSORED, 5));
        runs.add(passage(Passage.Kind.FAILED, 3));
        List<String> findings = single(problem(Start.overlap(0.02)), method("sgd", runs));
        assertTrue(
                findings.get(0)
                        .startsWith(
                                "Of the 10 runs of SGD 7 exited and 2 were censored at the horizon, flow time 5: the"
                                        + " mean, restricted to flow time 5, is "),
                findings::toString);
        has("a lower bound; the median by Kaplan-Meier is 1.4", findings);
        has("Runs that failed: 1, the first with: M blew up.", findings);
        List<Passage> none = List.of(passage(Passage.Kind.CENSORED, 5), passage(Passage.Kind.CENSORED, 5));
        assertEquals(
                "None of the 2 runs of SGD exited by flow time 5.",
                single(problem(Start.overlap(0.02)), method("sgd", none)).get(0));
    }

    @Test
    void whereTheFormulasDoNotApplyTheReasonIsGiven() {
        has(
                "do not apply: the rule does not keep the students on the unit sphere.",
                single(problem(Start.random(1)).rule(TrainingRule.plain(0.1)), spread("sgd", 1.5)));
    }

    @Test
    void theSlopeInLogDimensionIsHeldAgainstTheGrowthRate() {
        List<ExitTimes> points = new ArrayList<>();
        long[] dimensions = {1000, 10_000, 100_000};
        for (long d : dimensions) {
            points.add(times(problem(Start.random(1)).dimension(d), spread("sgd", 0.31 * Math.log((double) d))));
        }
        ExitStudy study = new ExitStudy(ExitPlan.of(FALL).dimensions(dimensions), SETTINGS, points);
        // half the interval, of errors s = 0.058 at x = ±log 10: 1.96·0.058/(√2·2.303) = 0.0349
        assertEquals(
                "The mean exit of SGD in flow time grows by 0.310 ± 0.035 (95 %) per unit of log d; the formula's 1/g = 0.3125"
                        + " lies within; a line fits the 3 points",
                ExitFindings.of(study).get(0).replaceAll(" \\(chi-square.*", ""));
    }

    /** Steps C/(γ(1 − γ/(2γ*))) with γ* = 1/12, the formula's optimum at Δ = 0. */
    @Test
    void theRateOfTheFewestStepsIsFitted() {
        double[] rates = {0.03, 0.06, 0.09, 0.12};
        List<ExitTimes> points = new ArrayList<>();
        for (double rate : rates) {
            double mean = 0.1 / (rate * (1 - 6 * rate));
            Problem<?> at = problem(Start.random(1)).rule(TrainingRule.projected(Schedule.constant(rate)));
            points.add(times(at, spread("sgd", mean)));
        }
        String finding = ExitFindings.of(new ExitStudy(ExitPlan.of(FALL).learningRates(rates), SETTINGS, points))
                .get(0);
        // the times made by hand have 30 000 steps a unit at every rate: 3000/(γ*/2)
        assertTrue(finding.startsWith("SGD exits in the fewest steps, 72000, at gamma = 0.08333 ± "), finding);
        assertTrue(finding.contains("against 0.08333 by formula to leading order in log d, "), finding);
    }

    @Test
    void theGainOfWidthStandsBesideTheFormulas() {
        Problem<Network> one = problem(Start.random(1));
        Problem<?> two = new Problem<>(one.model().width(2), one.rule(), 3000, one.start(), one.horizon());
        // 2·0.058·√(1/3² + 1/1.5²) = 0.0865
        ExitPlan plan = ExitPlan.of(FALL).widths(WidthRate.OPTIMAL, 1, 2);
        List<String> findings = ExitFindings.of(
                new ExitStudy(plan, SETTINGS, List.of(times(one, spread("sgd", 3)), times(two, spread("sgd", 1.5)))));
        assertTrue(
                findings.get(0)
                        .startsWith(
                                "The gain of width, steps at p = 1 over steps at p = 2, is 2.000 ± 0.086 for SGD, and by formula"),
                findings::toString);
        has("(12 + Delta)/(2 + Delta) = 6.", findings);
    }
}
