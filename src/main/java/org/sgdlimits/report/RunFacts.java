package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.analysis.StepOrders;
import org.sgdlimits.analysis.Task;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.model.Continuation;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/** What every report states of the run that it shows. */
final class RunFacts {

    private RunFacts() {}

    /** Terms and values of a task, then the extra ones in their order. */
    static Map<String, String> of(Task task, long seed, Map<String, String> extra) {
        return task instanceof DataTask data ? of(data, seed, extra) : of(((ModelTask) task).problem(), seed, extra);
    }

    private static Map<String, String> of(DataTask task, long seed, Map<String, String> extra) {
        LeastSquaresProblem problem = task.problem();
        BatchRule rule = problem.rule();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", "least squares on a data matrix, ½‖AX − b‖²");
        facts.put("data", task.origin());
        facts.put(
                "size",
                problem.data().design().rows() + " rows, "
                        + problem.data().design().columns() + " columns"
                        + problem.heldOut()
                                .map(rows -> ", " + rows.design().rows() + " rows held out")
                                .orElse(""));
        facts.put(
                "rule",
                "learning rate " + rule.learningRate().describe() + ", batch " + rule.batch() + ", momentum "
                        + Format.number(rule.momentum()) + ", rows "
                        + rule.sampling().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        facts.put("ridge", Format.number(problem.ridge()));
        facts.put("horizon", Format.number(problem.epochs()) + " epochs");
        facts.put("seed", Long.toString(seed));
        facts.putAll(extra);
        return facts;
    }

    /** Terms and values of a problem, then the extra ones in their order. */
    static Map<String, String> of(Problem<?> problem, long seed, Map<String, String> extra) {
        Map<String, String> facts = of(problem, Map.of());
        StepOrders.of(problem, seed)
                .ifPresent(orders -> facts.merge(
                        "mean of one step",
                        String.join(". ", orders.lines()),
                        (corrections, terms) -> corrections + ". " + terms));
        facts.put("seed", Long.toString(seed));
        facts.putAll(extra);
        return facts;
    }

    /** The same without the seed. */
    static Map<String, String> of(Problem<?> problem, Map<String, String> extra) {
        TrainingRule rule = problem.rule();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "model",
                problem.model() instanceof FieldModel model
                        ? model.describe()
                        : "statistics of one's own: " + String.join(", ", ((Limit) problem.model()).statistics()));
        if (problem.model() instanceof FieldModel model) {
            facts.put("data", "covariance " + model.covariance().describe(problem.dimension()));
        }
        facts.put("rule", describe(rule));
        problem.continuation().ifPresent(next -> facts.put("then", describe(next)));
        facts.put(
                "mean of one step",
                rule.corrections() == TrainingRule.Corrections.FINITE_D
                        ? "with the corrections of finite dimension and batch"
                        : "leading order in 1/d");
        facts.put("dimension", Long.toString(problem.dimension()));
        facts.putAll(extra);
        return facts;
    }

    private static String describe(TrainingRule rule) {
        return rule.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", learning rate " + rule.describeRate()
                + ", batch " + rule.batch();
    }

    private static String describe(Continuation<?> next) {
        return "once " + next.observable() + (next.side() == Continuation.Side.ABOVE ? " >= " : " <= ")
                + Format.number(next.level()) + ": " + describe(next.rule()) + ", "
                + ((FieldModel) next.model()).describe()
                + ". What is observed is this model's throughout, what is derived the first one's; flow time is counted"
                + " with the first learning rate";
    }

    /** A method's facts, each as its term and value. */
    static List<String> details(Map<String, Object> facts) {
        List<String> parts = new ArrayList<>();
        facts.forEach((term, value) ->
                parts.add(term + " " + (value instanceof Double number ? Format.number(number) : value)));
        return parts;
    }
}
