package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.EscapeFormula;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.report.ExitFigures;
import org.sgdlimits.report.Format;

/**
 * What width gains: the steps of the first width over those of each other, against the same ratio of a closed formula.
 *
 * <p>Keys: {@code method}, {@code formula} (its name). Every width has to lie within the normal quantile at
 * {@code tolerance.falseAlarm}, shared by the widths, times the standard error of both, plus {@code tolerance.relative} of the
 * formula's ratio for what the formula leaves out.
 */
final class ExitGain implements Check {

    private record Look(double width, double gap, double allowed, double standardErrors, String got) {}

    @Override
    public List<String> keys() {
        return List.of("method", "formula");
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
        List<ExitStudy.Ratio> gains = study.gains(method)
                .filter(all -> all.stream().noneMatch(gain -> Double.isNaN(gain.value())))
                .orElseThrow(() -> new IllegalStateException(
                        "exit: expected widths at which all runs exit; lengthen run.horizon"));
        double share = claimCase.probability("falseAlarm") / (gains.size() - 1);
        double quantile = new NormalDistribution().inverseCumulativeProbability(1 - 0.5 * share);
        List<Look> looks = new ArrayList<>();
        for (int i = 1; i < gains.size(); i++) {
            EscapeFormula.Estimate first = steps(study.points().get(0), formula);
            EscapeFormula.Estimate here = steps(study.points().get(i), formula);
            double expected = first.flowTime() / here.flowTime();
            double error = Math.hypot(
                    gains.get(i).standardError(),
                    expected
                            * Math.hypot(
                                    first.standardError() / first.flowTime(), here.standardError() / here.flowTime()));
            double gap = gains.get(i).value() - expected;
            looks.add(new Look(
                    study.values()[i],
                    gap,
                    quantile * error + relative * expected,
                    gap / error,
                    "p = " + Format.number(study.values()[i]) + ": "
                            + Format.plusMinus(
                                    gains.get(i).value(), gains.get(i).standardError()) + " for "
                            + Format.number(expected)));
        }
        return new Finding(
                looks.stream().allMatch(look -> Math.abs(look.gap) <= look.allowed),
                "gains of the formula \"" + formula + "\" within " + Format.number(quantile) + " standard errors"
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
