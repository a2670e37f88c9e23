package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.DataWarning;
import org.sgdlimits.analysis.Grade;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.analysis.StepOrders;
import org.sgdlimits.analysis.Verdict;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Manifest;
import org.sgdlimits.experiment.RunFiles;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.ComparisonReport;
import org.sgdlimits.report.SvgRenderer;

/**
 * Trajectories of methods: several held against SGD, or one by itself.
 *
 * @param command under which the run is recorded
 * @param compares whether the judgement is written too
 */
record TrajectoriesJob(String command, boolean compares) implements Job<Comparison> {

    static final TrajectoriesJob COMPARE = new TrajectoriesJob("compare", true);
    static final TrajectoriesJob SOLVE = new TrajectoriesJob("solve", false);

    @Override
    public String data() {
        return RunFiles.TRAJECTORIES;
    }

    @Override
    public Optional<String> warning(Experiment experiment, RunSettings.Progress progress) {
        experiment.findModes(progress);
        return experiment.warning();
    }

    @Override
    public Comparison compute(Experiment experiment, Optional<Path> target, RunSettings.Progress progress) {
        return experiment.run(progress);
    }

    @Override
    public void writeData(Experiment experiment, Comparison comparison, Path folder) throws IOException {
        RunFiles.writeTrajectories(comparison, folder);
    }

    @Override
    public void writeSummary(Comparison comparison, Path folder) throws IOException {
        RunFiles.writeParticles(comparison, folder);
        if (compares) {
            RunFiles.writeComparison(comparison, folder);
        }
    }

    @Override
    public void writeReport(
            String name, Comparison comparison, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException {
        ComparisonReport.write(comparison, name, facts, folder, renderer);
    }

    @Override
    public ArrayNode methods(Comparison comparison) {
        return Manifest.methods(comparison);
    }

    @Override
    public List<String> failures(Comparison comparison) {
        List<String> failures = new ArrayList<>();
        comparison.trajectories().stream()
                .filter(trajectory -> !trajectory.outcome().isCompleted())
                .map(trajectory -> "the method " + trajectory.method() + " stopped early: "
                        + trajectory.outcome().message())
                .forEach(failures::add);
        if (failures.isEmpty() && grows(comparison)) {
            failures.add("the loss grows, as foretold, and the horizon came before it overflowed");
        }
        return failures;
    }

    private static boolean grows(Comparison comparison) {
        return comparison.task() instanceof DataTask data
                && DataWarning.growth(data).isPresent();
    }

    @Override
    public int exitCode(Comparison comparison) {
        if (!comparison.isCompleted() || grows(comparison)) {
            return Main.NUMERICAL_FAILURE;
        }
        return comparison.grade() == Grade.DISAGREES ? Main.FAILED : Main.FINE;
    }

    @Override
    public void tell(Comparison comparison, PrintWriter out) {
        for (int i = 0; i < comparison.trajectories().size(); i++) {
            Trajectory trajectory = comparison.trajectories().get(i);
            out.printf(
                    Locale.ROOT,
                    "%-8s %-14s %6d %-5s %8.2f s%n",
                    trajectory.method(),
                    trajectory.outcome().isCompleted() ? "completed" : "stopped early",
                    trajectory.replicas(),
                    trajectory.replicas() == 1 ? "run" : "runs",
                    comparison.timings().get(i).seconds());
        }
        out.println();
        if (comparison.task() instanceof ModelTask model) {
            StepOrders.warning(model.problem()).ifPresent(out::println);
        }
        for (Verdict verdict : comparison.verdicts()) {
            out.println(verdict.sentence());
            if (!verdict.advice().isEmpty()) {
                out.println("    " + verdict.advice());
            }
        }
        comparison.lateTimes().sentences().forEach(out::println);
    }

    @Override
    public void summarise(Comparison comparison, ObjectNode summary) {
        summary.set("comparison", RunFiles.comparison(comparison));
    }
}
