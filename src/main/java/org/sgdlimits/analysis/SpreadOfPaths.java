package org.sgdlimits.analysis;

import static org.sgdlimits.analysis.ExitWords.number;
import static org.sgdlimits.analysis.ExitWords.plusMinus;
import static org.sgdlimits.analysis.ExitWords.rough;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.sgdlimits.analysis.EscapeFormula.Estimate;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Passage;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.model.Start;

/**
 * What the spread of paths changes of the exit time, and what it does not, in words: the width of the law of SGD's exits; whether
 * other random methods share it ({@link SameLaw}, on times cut at the first censoring of the two samples); the mean against the
 * ODE's; and by formula the shift that the noise makes. From random starts that shift is −log(1 + c/g)/g ({@link EscapeFormula}),
 * whatever d. Samples are taken as independent: where methods share their starts, errors of differences are overstated and laws
 * are told apart later.
 */
final class SpreadOfPaths {

    /** Two laws are told apart below this probability. */
    private static final double FALSE_ALARM = 0.01;

    /** The formula with noise presumes exp(−g t) below this at its exit. */
    private static final double SETTLED = 0.1;

    private SpreadOfPaths() {}

    /**
     * exp(−g t) at the exit by the formula diffusive, where it is too large for that formula: the noise has gathered the share
     * 1 − exp(−g t) of the variance that it presumes. Empty where it is small, or no formula applies.
     */
    static OptionalDouble unsettled(ExitTimes point) {
        double growth = point.formula().map(formula -> formula.rate().growth()).orElse(Double.NaN);
        return growth > 0
                ? point.formulas().stream()
                        .filter(each -> each.name().equals("diffusive"))
                        .mapToDouble(each -> Math.exp(-growth * each.flowTime()))
                        .filter(share -> share > SETTLED)
                        .findFirst()
                : OptionalDouble.empty();
    }

    static List<String> findings(ExitTimes point) {
        List<String> findings = new ArrayList<>();
        point.reference().filter(reference -> !reference.isSingle()).ifPresent(reference -> {
            spread(reference).ifPresent(findings::add);
            for (OfMethod method : point.methods()) {
                if (!method.equals(reference)
                        && !method.isSingle()
                        && !method.name().equals("ode")) {
                    law(method, reference).ifPresent(findings::add);
                }
            }
            point.method("ode").flatMap(ode -> against(ode, reference)).ifPresent(findings::add);
        });
        point.formula().ifPresent(formula -> {
            if (!point.formulas().isEmpty()) {
                findings.addAll(byFormula(point, formula.rate()));
            }
        });
        return findings;
    }

    private static Optional<String> spread(OfMethod reference) {
        ExitStatistics time = reference.flowTime();
        return time.isLowerBound() || !(time.mean() > 0)
                ? Optional.empty()
                : Optional.of("The exits of " + Judgement.spoken(reference.name(), false)
                        + " spread over the paths by a standard deviation of " + number(time.deviation())
                        + " in flow time, " + Math.round(100 * time.deviation() / time.mean()) + " % of their mean.");
    }

    private static Optional<String> law(OfMethod method, OfMethod reference) {
        if (method.passages().count(Passage.Kind.FAILED) + reference.passages().count(Passage.Kind.FAILED) > 0) {
            return Optional.empty();
        }
        double cut = Math.min(firstCensoring(method), firstCensoring(reference));
        SameLaw same = SameLaw.test(upTo(cut, method), upTo(cut, reference));
        return Optional.of("In law the exits of " + Judgement.spoken(method.name(), false) + " are "
                + (same.probability() >= FALSE_ALARM ? "not told apart" : "told apart") + " from those of "
                + Judgement.spoken(reference.name(), false) + " (Kolmogorov-Smirnov distance "
                + rough(same.statistic()) + ", p = " + rough(same.probability()) + ").");
    }

    private static double firstCensoring(OfMethod method) {
        return method.passages().runs().stream()
                .filter(run -> !run.exited())
                .mapToDouble(run -> run.at().flowTime())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double[] upTo(double cut, OfMethod method) {
        return Arrays.stream(method.times(ClockUnit.FLOW_TIME))
                .map(time -> Math.min(time, cut))
                .toArray();
    }

    private static Optional<String> against(OfMethod ode, OfMethod reference) {
        ExitStatistics left = ode.flowTime();
        ExitStatistics right = reference.flowTime();
        double error = Math.hypot(left.meanError(), right.meanError());
        if (left.isLowerBound() || right.isLowerBound() || !(error > 0)) {
            return Optional.empty();
        }
        double gap = right.mean() - left.mean();
        return Optional.of("The mean exit of " + Judgement.spoken(reference.name(), false) + " lies "
                + plusMinus(Math.abs(gap), error) + (gap < 0 ? " before" : " after") + " that of the ODE"
                + (ode.isSingle() ? "" : " over random starts") + ", "
                + plusMinus(left.mean(), left.meanError()) + ": " + rough(Math.abs(gap) / error)
                + " standard errors.");
    }

    private static List<String> byFormula(ExitTimes point, EscapeRate rate) {
        double g = rate.growth();
        double c = rate.diffusion();
        if (!(g > 0)) {
            return List.of("By formula the start is never left: the growth rate is " + number(g)
                    + ", and positive only below a learning rate of " + number(rate.largest()) + ".");
        }
        List<String> findings = new ArrayList<>();
        findings.add("By formula the mean exit is at flow time "
                + point.formulas().stream()
                        .map(each -> plusMinus(each.flowTime(), each.standardError()) + " (" + each.name() + ")")
                        .collect(Collectors.joining(", "))
                + ".");
        boolean random = point.problem().start() instanceof Start.Random;
        Estimate without = estimate(point, random ? "quenched" : "linearised");
        Estimate with = estimate(point, "diffusive");
        if (!Double.isFinite(without.flowTime()) || !Double.isFinite(with.flowTime())) {
            return findings;
        }
        String rates = "growth rate g = " + number(g) + ", diffusion c = " + number(c);
        if (point.reference().filter(reference -> !reference.isSingle()).isEmpty()) {
            return findings;
        }
        findings.add(
                "What the spread of paths changes is a constant: noise adds to the overlaps of the start while they"
                        + " are small (" + rates + "), which shifts the mean exit "
                        + (random
                                ? "from random starts by -log(1 + c/g)/g = " + number(-Math.log1p(c / g) / g)
                                        + ", whatever the dimension"
                                : "from this start by " + number(with.flowTime() - without.flowTime())
                                        + ", whatever the dimension at the same d times squared overlaps")
                        + ": from " + number(without.flowTime()) + " (" + without.name() + ", without the noise) to "
                        + number(with.flowTime()) + " (diffusive, with it).");
        if (point.problem().width() > 1) {
            findings.add(
                    "Noise also spreads the overlaps of the students with each other, which adds to the excess risk"
                            + " and delays the exit, the less the larger d is; the formula diffusive keeps that too.");
        }
        unsettled(point)
                .ifPresent(share -> findings.add("The formula diffusive holds once exp(-g t) is small and the noise has"
                        + " settled; at its exit that is " + rough(share) + ", and it is not to be relied on here."));
        findings.add("What it does not change is the leading order, log(d)/g from overlaps of order 1/sqrt(d): n = O(d"
                + " log d) steps and, up to terms of order 1/log d, the learning rate of the fewest steps are those of"
                + " the ODE; only in this sense is the exit time not affected by the stochasticity.");
        return findings;
    }

    private static Estimate estimate(ExitTimes point, String name) {
        return point.formulas().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
