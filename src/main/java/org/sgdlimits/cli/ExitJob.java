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
import org.sgdlimits.analysis.ExitFindings;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.experiment.ExitFiles;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.report.ExitReport;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.SvgRenderer;

/** Exit times, as {@code exit} measures them. */
enum ExitJob implements Job<ExitStudy> {
    /** The only one. */
    EXIT;

    @Override
    public String command() {
        return "exit";
    }

    @Override
    public String data() {
        return ExitFiles.TIMES;
    }

    @Override
    public ExitStudy compute(Experiment experiment, Optional<Path> target, RunSettings.Progress progress) {
        return experiment.runExit(progress);
    }

    @Override
    public void writeData(Experiment experiment, ExitStudy study, Path folder) throws IOException {
        ExitFiles.writeTimes(study, folder);
    }

    @Override
    public void writeSummary(ExitStudy study, Path folder) throws IOException {
        ExitFiles.writeSummary(study, folder);
    }

    @Override
    public void writeReport(String name, ExitStudy study, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException {
        ExitReport.write(study, name, facts, folder, renderer);
    }

    @Override
    public ArrayNode methods(ExitStudy study) {
        return ExitFiles.methods(study);
    }

    @Override
    public List<String> failures(ExitStudy study) {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < study.points().size(); i++) {
            for (ExitTimes.OfMethod method : study.points().get(i).methods()) {
                List<Passage> failed = method.passages().failures();
                if (!failed.isEmpty()) {
                    failures.add("the method " + method.name() + " broke off in " + failed.size() + " of "
                            + method.passages().runs().size() + " runs" + place(study, i) + ": "
                            + failed.get(0).outcome().message());
                }
            }
        }
        return failures;
    }

    /** What was varied at a point, if anything was. */
    private static String place(ExitStudy study, int point) {
        double[] values = study.values();
        return values.length == 0
                ? ""
                : " at " + ExitFiles.column(study.plan().varied()) + " " + Format.number(values[point]);
    }

    @Override
    public int exitCode(ExitStudy study) {
        return study.isSound() ? Main.FINE : Main.NUMERICAL_FAILURE;
    }

    @Override
    public void tell(ExitStudy study, PrintWriter out) {
        for (int i = 0; i < study.points().size(); i++) {
            String place = place(study, i);
            if (!place.isEmpty()) {
                out.println(place.strip());
            }
            tell(study.points().get(i), out);
        }
        out.println();
        ExitFindings.of(study).forEach(out::println);
    }

    private static void tell(ExitTimes point, PrintWriter out) {
        for (ExitTimes.OfMethod method : point.methods()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %5d of %5d %-4s out  mean flow time %s  steps %s  %.2f s%n",
                    method.name(),
                    method.passages().exited(),
                    method.passages().runs().size(),
                    method.isSingle() ? "run" : "runs",
                    mean(method.flowTime().mean(), method.flowTime().meanError(), method),
                    mean(method.steps().mean(), method.steps().meanError(), method),
                    method.seconds());
        }
        point.formulas()
                .forEach(formula -> out.printf(
                        Locale.ROOT,
                        "%-10s %-19s  mean flow time %s%n",
                        formula.name(),
                        "formula",
                        formula.standardError() == 0
                                ? Format.number(formula.flowTime())
                                : Format.plusMinus(formula.flowTime(), formula.standardError())));
    }

    private static String mean(double mean, double error, ExitTimes.OfMethod method) {
        String number = method.isSingle() || method.passages().exited() == 0
                ? Format.number(mean)
                : Format.plusMinus(mean, error);
        return method.flowTime().isLowerBound() ? "at least " + number : number;
    }

    @Override
    public void summarise(ExitStudy study, ObjectNode summary) {
        summary.set("exit", ExitFiles.summary(study));
    }
}
