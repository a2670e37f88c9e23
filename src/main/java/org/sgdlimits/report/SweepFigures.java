package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.PhaseDiagram;
import org.sgdlimits.analysis.PhaseDiagram.Cell;
import org.sgdlimits.analysis.ScalingFit;
import org.sgdlimits.analysis.ScalingSeries;
import org.sgdlimits.analysis.SearchAndDescent;
import org.sgdlimits.analysis.SearchTheory;
import org.sgdlimits.analysis.SweepFindings;
import org.sgdlimits.analysis.SweepPlan;
import org.sgdlimits.analysis.SweepStudy;

/** The figures of a sweep: efforts against what the law runs over, phase diagrams, search and descent. */
public final class SweepFigures {

    /** More laws than these in one picture cannot be told apart. */
    private static final int MOST_LAWS = 8;

    /** Points of a curve that is known everywhere. */
    private static final int CURVE = 41;

    private SweepFigures() {}

    /** The figures of a study. */
    public static List<Figure> of(SweepStudy study) {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < study.diagrams().size(); i++) {
            figures.add(diagram(
                    "phase-diagram" + number(i, study.diagrams().size()),
                    study.diagrams().get(i)));
        }
        if (study.diagrams().isEmpty()
                && !study.series().isEmpty()
                && study.series().size() <= MOST_LAWS) {
            figures.add(laws(study));
        }
        if (!study.descents().isEmpty()) {
            figures.add(ratios(study.descents()));
            figures.add(samples(study.descents()));
        }
        return figures;
    }

    private static String number(int index, int of) {
        return of == 1 ? "" : "-" + (index + 1);
    }

    private static Figure laws(SweepStudy study) {
        SweepPlan.Scaling law = study.plan().scaling().orElseThrow();
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < study.series().size(); i++) {
            ScalingSeries each = study.series().get(i);
            String name = each.method() + SweepFindings.place(each.fixed());
            Colour colour = Colour.of(i);
            series.add(points(name, colour, each.x(), each.effort(), each.error()));
            each.best().ifPresent(fit -> series.add(curve(name, colour, each.x(), fit)));
        }
        return new Figure(
                "scaling",
                "Scaling of " + law.effort().words(),
                "The " + study.plan().statistic().name().toLowerCase(java.util.Locale.ROOT) + " "
                        + law.effort().words()
                        + " with 95 % intervals, and the fitted laws (with the correction where it was fitted).",
                Axis.log(law.over()),
                Axis.log(law.effort().words() + " to the threshold"),
                series);
    }

    private static Series points(String name, Colour colour, double[] x, double[] y, double[] error) {
        double[] half = new double[error.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = ExitScanFigures.HALF_INTERVAL * error[i];
        }
        return Series.Points.withErrors(name, colour, x, y, half);
    }

    private static Series curve(String name, Colour colour, double[] x, ScalingFit fit) {
        double[] at = new double[CURVE];
        double[] y = new double[CURVE];
        for (int i = 0; i < CURVE; i++) {
            at[i] = x[0] * Math.pow(x[x.length - 1] / x[0], i / (CURVE - 1.0));
            y[i] = fit.at(at[i]);
        }
        return new Series.Line(name, colour, Stroke.SOLID, at, y);
    }

    private static Figure diagram(String id, PhaseDiagram diagram) {
        int columns = diagram.mu().length;
        int rows = diagram.delta().length;
        double[][] values = new double[rows][columns];
        String[][] texts = new String[rows][columns];
        Series.Cells.Kind[][] kinds = new Series.Cells.Kind[rows][columns];
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                Cell cell = diagram.cells().get(j).get(i);
                boolean known = cell.exponent().isPresent();
                values[j][i] = cell.exponent().orElse(Double.NaN);
                texts[j][i] = known
                        ? String.format(java.util.Locale.ROOT, "%.2f", Math.rint(100 * values[j][i]) / 100 + 0.0)
                                .replace('-', '−')
                        : "";
                kinds[j][i] = known ? Series.Cells.Kind.VALUE : Series.Cells.Kind.UNLEARNED;
            }
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Cells("θ: steps ~ d^θ", diagram.mu(), diagram.delta(), values, texts, kinds));
        diagram.theory().ifPresent(theory -> {
            for (SearchTheory.Boundary line : theory.boundaries()) {
                series.add(line(line));
            }
            List<SearchTheory.OptimalPoint> best = theory.optimalPoints();
            for (int i = 0; i < best.size(); i++) {
                series.add(Series.Points.of(
                        best.get(i).name(),
                        i == 0 ? Colour.VERMILION : Colour.PURPLE,
                        new double[] {best.get(i).mu()},
                        new double[] {best.get(i).delta()}));
            }
        });
        return new Figure(
                id,
                "Phase diagram: " + diagram.method() + SweepFindings.place(diagram.fixed()),
                "Measured exponent θ of the steps to the threshold, T ∝ d^θ, with batch d^μ and rate d^−δ; grey where fewer"
                        + " runs than asked for pass it within the horizon at the largest dimension. Lines and points: theory"
                        + diagram.theory()
                                .map(theory -> " for information exponent " + theory.informationExponent())
                                .orElse(" has none here")
                        + ".",
                Axis.linear("μ: batch n_b ~ d^μ"),
                Axis.linear("δ: rate γ/d ~ d^−δ"),
                series);
    }

    private static Series line(SearchTheory.Boundary line) {
        return switch (line.across()) {
            case NOISE -> line("noise wins below", Stroke.SOLID, line);
            case EXPANSION -> line("expansion valid above", Stroke.DASHED, line);
            case POLYLOG -> line("polylogarithmic below", Stroke.DOTTED, line);
            case ONE_STEP -> line("one step beyond", Stroke.DASH_DOTTED, line);
        };
    }

    private static Series line(String name, Stroke stroke, SearchTheory.Boundary line) {
        return new Series.Line(name, Colour.BLACK, stroke, line.mu(), line.delta());
    }

    private static Figure ratios(List<SearchAndDescent> descents) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < descents.size(); i++) {
            SearchAndDescent each = descents.get(i);
            Colour colour = Colour.of(i);
            String name = name(each);
            series.add(points(name, colour, each.dimension(), each.ratio(), each.ratioError()));
            each.theory().ifPresent(theory -> {
                double[] n = each.dimension();
                double scale = each.ratio()[n.length - 1] * theory.criticalSamples(n[n.length - 1]);
                series.add(new Series.Line(
                        name,
                        colour,
                        Stroke.DASHED,
                        n,
                        IntStream.range(0, n.length)
                                .mapToDouble(point -> scale / theory.criticalSamples(n[point]))
                                .toArray()));
            });
        }
        return new Figure(
                "descent-over-search",
                "Samples of the descent over those of the search",
                "Ratio of the means with 95 % intervals; dashed, 1/α_c(N, ℓ) through the last point.",
                Axis.log("dimension N"),
                Axis.log("descent / search"),
                series);
    }

    private static Figure samples(List<SearchAndDescent> descents) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < descents.size(); i++) {
            SearchAndDescent each = descents.get(i);
            String name = descents.size() == 1 ? "" : name(each) + ", ";
            series.add(points(name + "search", Colour.of(2 * i), each.dimension(), each.search(), each.searchError()));
            series.add(points(
                    name + "descent", Colour.of(2 * i + 1), each.dimension(), each.descent(), each.descentError()));
        }
        return new Figure(
                "search-and-descent",
                "Samples a dimension of search and descent",
                "Means with 95 % intervals.",
                Axis.log("dimension N"),
                Axis.log("samples / N"),
                series);
    }

    private static String name(SearchAndDescent descent) {
        return descent.method() + SweepFindings.place(descent.fixed());
    }
}
