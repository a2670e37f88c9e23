package org.sgdlimits.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.experiment.SweepFile;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.report.Figure;

/**
 * One case of a claim: a model with some of its keys changed, and what is to be checked of it.
 *
 * @param claim the claim's name
 * @param name the case's name; empty where it is the only one
 * @param model the model's file
 * @param settings keys of the model that are changed
 * @param check the keys of the check
 * @param tolerance its tolerance
 */
record ClaimCase(String claim, String name, Path model, List<Setting> settings, Fields check, Fields tolerance) {

    ClaimCase {
        settings = List.copyOf(settings);
    }

    /** The model of this case. */
    Experiment experiment() {
        return experiment(List.of());
    }

    /** The model of this case with one more key changed. */
    Experiment experiment(String key, Object value) {
        return experiment(List.of(setting(key, value)));
    }

    /** The model of this case with two more keys changed. */
    Experiment experiment(String key, Object value, String otherKey, Object otherValue) {
        return experiment(List.of(setting(key, value), setting(otherKey, otherValue)));
    }

    /** The model of this case with more keys changed. */
    Experiment experiment(List<Setting> more) {
        List<Setting> all = new ArrayList<>(settings);
        all.addAll(more);
        return Experiment.read(model, all);
    }

    /** The data problem of this case, for checks of what holds of such alone. */
    DataTask data(Experiment experiment) {
        if (experiment.task() instanceof DataTask data) {
            return data;
        }
        throw new IllegalArgumentException("model.kind: expected \"data\", got a model with a law of one step");
    }

    /** The same, of single samples at a constant rate without ridge. */
    DataTask singleSamples(Experiment experiment) {
        DataTask task = data(experiment);
        BatchRule rule = task.problem().rule();
        double epochs = task.problem().epochs();
        double rate = rule.learningRate().rate(0);
        boolean isConstant = rule.learningRate().integral(epochs) == rate * epochs;
        if (!rule.isSingleSample() || !isConstant || task.problem().ridge() != 0) {
            throw new IllegalArgumentException(
                    "training: expected single samples at a constant rate without ridge, got "
                            + rule.learningRate().describe() + ", batch " + rule.batch() + ", momentum "
                            + rule.momentum()
                            + " and ridge " + task.problem().ridge());
        }
        return task;
    }

    /** The sweep of this case, measured. */
    SweepStudy sweep() {
        return SweepFile.read(model, settings).runSweep(Optional.empty(), (method, done, total) -> {});
    }

    private static Setting setting(String key, Object value) {
        return Setting.parse(key + "=" + value);
    }

    /** The seed of checks that have no model of their own. */
    long seed() {
        return experiment().settings().seed();
    }

    /** A probability of the tolerance, strictly between 0 and 1. */
    double probability(String key) {
        double value = tolerance.positive(key);
        if (value >= 1) {
            throw tolerance.error(key, "expected a probability between 0 and 1, got " + value);
        }
        return value;
    }

    /** The clock that the check names. */
    ClockUnit clock(String fallback) {
        return switch (check.choice("clock", List.of("steps", "tau", "flowTime"), fallback)) {
            case "steps" -> ClockUnit.STEPS;
            case "flowTime" -> ClockUnit.FLOW_TIME;
            default -> ClockUnit.TAU;
        };
    }

    /** Threads that share the replicas. */
    int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Claim and case. */
    String title() {
        return name.isEmpty() ? claim : claim + ": " + name;
    }

    /** What the model's section {@code exit} asks for. */
    ExitPlan exitPlan(Experiment experiment) {
        return experiment
                .exit()
                .orElseThrow(
                        () -> new IllegalArgumentException("model: expected one with a section exit, got " + model));
    }

    /** A figure under the case's own name. */
    Figure own(Figure figure) {
        return new Figure(
                figureId(),
                title(),
                figure.caption(),
                figure.x(),
                figure.y(),
                figure.series(),
                figure.referenceLines());
    }

    /** A name for the case's figure. */
    String figureId() {
        String id = title().replaceAll("[^A-Za-z0-9_-]+", "-");
        return Character.isLetter(id.charAt(0)) ? id : "claim-" + id;
    }
}
