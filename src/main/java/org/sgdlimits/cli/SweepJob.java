package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.analysis.SweepFindings;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.SweepFiles;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.report.SvgRenderer;
import org.sgdlimits.report.SweepReport;

/** Exits over a grid, as {@code sweep} measures them. */
enum SweepJob implements Job<SweepStudy> {
    /** The only one. */
    SWEEP;

    @Override
    public String command() {
        return "sweep";
    }

    @Override
    public String data() {
        return SweepFiles.POINTS;
    }

    @Override
    public SweepStudy compute(Experiment experiment, Optional<Path> target, RunSettings.Progress progress) {
        return experiment.runSweep(target, progress);
    }

    @Override
    public void committed(Path target) throws IOException {
        Experiment.forget(target);
    }

    @Override
    public void writeData(Experiment experiment, SweepStudy study, Path folder) throws IOException {
        SweepFiles.writePoints(study, folder);
    }

    @Override
    public void writeSummary(SweepStudy study, Path folder) throws IOException {
        SweepFiles.writeSummary(study, folder);
    }

    @Override
    public void writeReport(String name, SweepStudy study, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException {
        SweepReport.write(study, name, facts, folder, renderer);
    }

    @Override
    public ArrayNode methods(SweepStudy study) {
        return SweepFiles.methods(study);
    }

    @Override
    public List<String> failures(SweepStudy study) {
        List<String> failures = new ArrayList<>();
        for (String name : study.methods()) {
            List<Passage> failed = study.points().stream()
                    .map(point -> point.exits().method(name).orElseThrow())
                    .flatMap(method -> method.passages().failures().stream())
                    .toList();
            if (!failed.isEmpty()) {
                failures.add("the method " + name + " broke off in " + failed.size() + " runs: "
                        + failed.get(0).outcome().message());
            }
        }
        return failures;
    }

    @Override
    public int exitCode(SweepStudy study) {
        return study.isSound() ? Main.FINE : Main.NUMERICAL_FAILURE;
    }

    @Override
    public void tell(SweepStudy study, PrintWriter out) {
        SweepFindings.of(study).forEach(out::println);
    }

    @Override
    public void summarise(SweepStudy study, ObjectNode summary) {
        summary.set("sweep", SweepFiles.summary(study));
    }
}
