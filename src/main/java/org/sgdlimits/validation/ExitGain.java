package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.EscapeFormula;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitStudy.Ratio;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.report.ExitFigures;
import org.sgdlimits.report.Format;

/**
 * What width gains: the steps of the first width over those of each other, against the same ratio of a closed formula.
 *
 * <p>Keys: {@code method}, {@code formula} (its name), and {@code other}, the name of one more. Every width's gain has to lie
 * within the normal quantile at {@code tolerance.falseAlarm}, shared by the widths, times its standard error, plus
 * {@code tolerance.relative} of it, of the formula's ratio; with two formulas, of the interval between their ratios.
 */
final class ExitGain implements Check {

    private record Look(double gap, double allowed, double standardErrors, String got) {}

    @Override
    public List<String> keys() {
        return List.of("method", "formula", "other");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm", "relative");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        String method = keys.text("method", "reduced");
        String formula = keys.text("formula", "annealed");
        double relative = claimCase.tolerance().nonNegative("relative", "a number >= 0");
        Experiment experiment = claimCase.experiment();
        ExitStudy study = ExitStudy.run(
                experiment.problem(),
                experiment.settings(),
                claimCase.exitPlan(experiment),
                List.of(Methods.named(method)));
        List<Ratio> gains = study.gains(method)
                .filter(all -> all.stream().noneMatch(gain -> Double.isNaN(gain.value())))
                .orElseThrow(() -> new IllegalStateException(
                        "exit: expected widths at which all runs exit; lengthen run.horizon"));
        double share = claimCase.probability("falseAlarm") / (gains.size() - 1);
        double quantile = new NormalDistribution().inverseCumulativeProbability(1 - 0.5 * share);
        List<Look> looks = new ArrayList<>();
        for (int i = 1; i < gains.size(); i++) {
            Ratio left = ratio(study.points().get(0), study.points().get(i), formula);
            Ratio right = ratio(study.points().get(0), study.points().get(i), keys.text("other", formula));
            double low = Math.min(left.value(), right.value());
            double high = Math.max(left.value(), right.value());
            double gain = gains.get(i).value();
            double gap = gain < low ? gain - low : Math.max(0, gain - high);
            double error =
                    Math.hypot(gains.get(i).standardError(), Math.max(left.standardError(), right.standardError()));
            looks.add(new Look(
                    gap,
                    quantile * error + relative * gain,
                    gap / error,
                    "p = " + Format.number(study.values()[i]) + ": "
                            + Format.plusMinus(gain, gains.get(i).standardError()) + " for " + Format.number(low)
                            + (low == high ? "" : " to " + Format.number(high))));
        }
        return new Finding(
                looks.stream().allMatch(look -> Math.abs(look.gap) <= look.allowed),
                "gains of the formula " + formula
                        + (keys.has("other") ? " to " + keys.text("other", formula) : "") + " within "
                        + Format.number(quantile) + " standard errors"
                        + (relative > 0 ? " and " + Format.number(100 * relative) + " %" : ""),
                String.join("; ", looks.stream().map(Look::got).toList()),
                looks.stream()
                        .max(Comparator.comparingDouble(look -> Math.abs(look.standardErrors)))
                        .orElseThrow()
                        .standardErrors,
                List.of(claimCase.own(ExitFigures.of(study).stream()
                        .filter(figure -> figure.id().equals("exit-gain"))
                        .findFirst()
                        .orElseThrow())));
    }

    private static Ratio ratio(ExitTimes first, ExitTimes here, String formula) {
        EscapeFormula.Estimate above = steps(first, formula);
        EscapeFormula.Estimate below = steps(here, formula);
        double ratio = above.flowTime() / below.flowTime();
        return new Ratio(
                ratio,
                ratio * Math.hypot(above.standardError() / above.flowTime(), below.standardError() / below.flowTime()));
    }

    /** A formula's time at a point in SGD steps. */
    private static EscapeFormula.Estimate steps(ExitTimes point, String name) {
        EscapeFormula formula = point.formula()
                .orElseThrow(
                        () -> new IllegalArgumentException("model: expected one to which the closed formulas apply"));
        return point.formulas().stream()
                .filter(estimate -> estimate.name().equals(name))
                .map(estimate -> new EscapeFormula.Estimate(
                        name, formula.steps(estimate.flowTime()), formula.steps(estimate.standardError())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "check.formula: expected one of the formulas of this start, got \"" + name + "\""));
    }
}
