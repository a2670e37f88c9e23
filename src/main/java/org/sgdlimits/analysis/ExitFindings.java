package org.sgdlimits.analysis;

import static org.sgdlimits.analysis.ExitWords.end;
import static org.sgdlimits.analysis.ExitWords.number;
import static org.sgdlimits.analysis.ExitWords.plusMinus;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * The results of an exit study in words, each a whole sentence with its numbers and standard errors: of one problem the exits of
 * every method and {@linkplain SpreadOfPaths what the spread of paths changes}; of a scan {@linkplain ScanFindings what follows
 * from it}, and where runs are missing. The first sentence sums up. Cost: that of the formulas.
 */
public final class ExitFindings {

    private ExitFindings() {}

    /** The findings of a study. */
    public static List<String> of(ExitStudy study) {
        List<String> findings = new ArrayList<>();
        ExitTimes first = study.points().get(0);
        if (study.plan().varied() == ExitPlan.Varied.NOTHING) {
            first.reference().ifPresent(reference -> findings.add(exits(reference, first)));
            first.methods().stream()
                    .filter(method -> first.reference().filter(method::equals).isEmpty())
                    .forEach(method -> findings.add(exits(method, first)));
            first.typical()
                    .ifPresent(passage -> findings.add("From the typical start, every overlap at the root of its mean"
                            + " square, the ODE " + single(passage) + "."));
            findings.addAll(SpreadOfPaths.findings(first));
        } else {
            findings.addAll(ScanFindings.of(study));
            study.methods().forEach(method -> findings.addAll(missing(study, method)));
        }
        if (study.points().stream().anyMatch(ExitFindings::isMetAtTheStart)) {
            findings.add(
                    0,
                    "The threshold (" + study.plan().threshold().describe() + ") is met at the start already by"
                            + " some runs, whose exit time is 0: choose a level that lies ahead of them.");
        }
        findings.addAll(formulas(study));
        return List.copyOf(findings);
    }

    private static boolean isMetAtTheStart(ExitTimes point) {
        return point.methods().stream()
                .flatMap(method -> method.passages().runs().stream())
                .anyMatch(run -> run.exited() && run.at().tau() == 0);
    }

    private static String exits(OfMethod method, ExitTimes point) {
        String name = Judgement.spoken(method.name(), true);
        if (method.isSingle()) {
            return name + " " + single(method.passages().runs().get(0)) + ".";
        }
        ExitStatistics time = method.flowTime();
        if (time.exited() == 0) {
            return "None of the " + time.runs() + " runs of " + Judgement.spoken(method.name(), false)
                    + " exited by flow time " + number(time.upTo()) + "." + failed(method);
        }
        String interval = " (95 % interval " + number(time.meanLow()) + " to " + number(time.meanHigh()) + ")";
        String median = time.median().isPresent()
                ? number(time.median().getAsDouble()) + " (" + end(time.medianLow()) + " to " + end(time.medianHigh())
                        + ")"
                : "not reached";
        if (!time.isLowerBound()) {
            return name + " exits at a mean flow time of " + plusMinus(time.mean(), time.meanError()) + interval
                    + ", after "
                    + plusMinus(method.steps().mean(), method.steps().meanError())
                    + " steps; the median is " + median + "; all " + time.runs() + " runs exited.";
        }
        return "Of the " + time.runs() + " runs of " + Judgement.spoken(method.name(), false) + " " + time.exited()
                + " exited and " + method.passages().count(Passage.Kind.CENSORED) + " were censored at the horizon,"
                + " flow time " + number(horizon(point)) + ": the mean, restricted to flow time "
                + number(time.upTo()) + ", is " + plusMinus(time.mean(), time.meanError()) + interval
                + ", a lower bound; the median by Kaplan-Meier is " + median + "." + failed(method);
    }

    private static double horizon(ExitTimes point) {
        return point.methods().stream()
                .flatMap(method -> method.passages().runs().stream())
                .filter(run -> run.kind() == Passage.Kind.CENSORED)
                .mapToDouble(run -> run.at().flowTime())
                .max()
                .orElse(Double.NaN);
    }

    private static String single(Passage passage) {
        String at = number(passage.at().flowTime());
        return switch (passage.kind()) {
            case EXITED ->
                "exits at flow time " + at + ", after " + number(passage.at().step()) + " steps";
            case CENSORED -> "has not exited by the horizon, flow time " + at;
            case FAILED ->
                "failed at flow time " + at + " before it exited: "
                        + passage.outcome().message();
        };
    }

    /** Begins with a space; empty if no run failed. */
    private static String failed(OfMethod method) {
        List<Passage> failed = method.passages().failures();
        return failed.isEmpty()
                ? ""
                : " Runs that failed: " + failed.size() + ", the first with: "
                        + failed.get(0).outcome().message() + ".";
    }

    /** Where a scan has runs without an exit; no fit is made through such points. */
    private static List<String> missing(ExitStudy study, String name) {
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < study.points().size(); i++) {
            OfMethod method = study.points().get(i).method(name).orElseThrow();
            int runs = method.passages().runs().size();
            int left = runs - method.passages().exited();
            if (left > 0) {
                findings.add("At " + ScanFindings.symbol(study.plan().varied()) + " = " + number(study.values()[i])
                        + ", " + left + " of " + runs + " runs of " + Judgement.spoken(name, false)
                        + " did not exit by flow time "
                        + number(method.in(ClockUnit.FLOW_TIME).upTo())
                        + ": the mean there is restricted to that time, a lower bound, and no fit is made through it."
                        + failed(method));
            }
        }
        return findings;
    }

    private static List<String> formulas(ExitStudy study) {
        ExitTimes first = study.points().get(0);
        Threshold threshold = study.plan().threshold();
        if (threshold.kind() == Threshold.Kind.FALL && threshold.observable().equals("excessRisk")) {
            return EscapeFormula.whyNot(first.problem())
                    .map(why -> List.of("The closed formulas (annealed, quenched, linearised, diffusive) do not apply: "
                            + why + "."))
                    .orElse(List.of());
        }
        return List.of();
    }
}
