package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ExitStatistics;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.analysis.SameLaw;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.report.ExitFigures;
import org.sgdlimits.report.Format;

/**
 * The exit times of several random methods have one mean and one law: every pair, by the normal quantile of the difference of
 * means and by Kolmogorov–Smirnov; and, where it is given, a published mean.
 *
 * <p>Keys: {@code methods}; {@code replicas}, one number a method or one for all; {@code near} and {@code nearError}, a mean in
 * flow time from elsewhere with its standard error. {@code tolerance.falseAlarm} is shared by all looks (Bonferroni). Every run
 * has to exit.
 */
final class ExitLawsAgree implements Check {

    private record Look(String what, boolean passed, String got, double standardErrors) {}

    @Override
    public List<String> keys() {
        return List.of("methods", "replicas", "near", "nearError");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        List<String> names = keys.words("methods", List.of("sde", "reduced"));
        double[] replicas = keys.positives("replicas");
        if (replicas.length != 1 && replicas.length != names.size()) {
            throw keys.error(
                    "replicas",
                    "expected one number, or one for each of the " + names.size() + " methods, got " + replicas.length);
        }
        Experiment experiment = claimCase.experiment();
        ExitStudy study = study(claimCase, experiment, names, replicas);
        List<OfMethod> methods = study.points().get(0).methods();
        int means = keys.has("near") ? names.size() : 0;
        int pairs = names.size() * (names.size() - 1) / 2;
        double share = claimCase.probability("falseAlarm") / (means + 2 * pairs);
        double quantile = new NormalDistribution().inverseCumulativeProbability(1 - 0.5 * share);
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < methods.size(); i++) {
            if (means > 0) {
                looks.add(near(methods.get(i), keys.positive("near"), keys.positive("nearError"), quantile));
            }
            for (int j = 0; j < i; j++) {
                looks.add(means(methods.get(j), methods.get(i), quantile));
                looks.add(laws(methods.get(j), methods.get(i), share));
            }
        }
        List<Look> failed = looks.stream().filter(look -> !look.passed).toList();
        return new Finding(
                failed.isEmpty(),
                "means within " + Format.number(quantile) + " standard errors"
                        + (means > 0 ? ", also of the " + Format.number(keys.positive("near")) + " from elsewhere" : "")
                        + ", Kolmogorov-Smirnov p at least " + Format.number(share),
                String.join(
                        "; ",
                        (failed.isEmpty() ? looks : failed)
                                .stream().map(Look::got).toList()),
                looks.stream()
                        .mapToDouble(Look::standardErrors)
                        .filter(errors -> !Double.isNaN(errors))
                        .reduce(0, (a, b) -> Math.abs(a) > Math.abs(b) ? a : b),
                List.of(claimCase.own(ExitFigures.of(study).get(0))));
    }

    private static ExitStudy study(ClaimCase claimCase, Experiment experiment, List<String> names, double[] replicas) {
        List<ExitTimes> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int runs = (int) replicas[Math.min(i, replicas.length - 1)];
            parts.add(ExitTimes.of(
                    experiment.problem(),
                    experiment.settings().withReplicas(runs),
                    claimCase.exitPlan(experiment).threshold(),
                    List.of(Methods.named(names.get(i)))));
        }
        ExitTimes first = parts.get(0);
        List<OfMethod> methods =
                parts.stream().flatMap(part -> part.methods().stream()).toList();
        for (OfMethod method : methods) {
            if (method.passages().exited() < method.passages().runs().size()) {
                throw new IllegalStateException(
                        "the method " + method.name() + ": " + method.passages().exited() + " of "
                                + method.passages().runs().size() + " runs exited; lengthen run.horizon");
            }
        }
        ExitTimes all = new ExitTimes(first.problem(), first.threshold(), methods, first.typical(), first.formulas());
        return new ExitStudy(ExitPlan.of(first.threshold()), experiment.settings(), List.of(all));
    }

    private static Look near(OfMethod method, double near, double nearError, double quantile) {
        ExitStatistics times = method.flowTime();
        double errors = (times.mean() - near) / Math.hypot(times.meanError(), nearError);
        return new Look(
                method.name(),
                Math.abs(errors) <= quantile,
                method.name() + " " + Format.plusMinus(times.mean(), times.meanError()),
                errors);
    }

    private static Look means(OfMethod left, OfMethod right, double quantile) {
        double gap = left.flowTime().mean() - right.flowTime().mean();
        double errors =
                gap / Math.hypot(left.flowTime().meanError(), right.flowTime().meanError());
        return new Look(
                left.name(),
                Math.abs(errors) <= quantile,
                left.name() + " − " + right.name() + " " + Format.number(gap) + ", " + Format.number(errors)
                        + " standard errors",
                errors);
    }

    private static Look laws(OfMethod left, OfMethod right, double share) {
        double probability = SameLaw.test(left.times(ClockUnit.TAU), right.times(ClockUnit.TAU))
                .probability();
        return new Look(
                left.name(),
                probability >= share,
                "laws of " + left.name() + " and " + right.name() + " p " + Format.number(probability),
                Double.NaN);
    }
}
