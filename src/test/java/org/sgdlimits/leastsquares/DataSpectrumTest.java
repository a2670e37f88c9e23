package org.sgdlimits.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Schedule;

/** Validation: numpy, closed forms, and the exact spectrum as reference of the Lanczos one. */
@Tag("validation")
final class DataSpectrumTest {

    /** numpy.linalg.svd of a 4 × 2 matrix. */
    @Test
    void eigenvaluesAgreeWithNumpy() {
        double[][] a = {{1, 2}, {0, 1}, {-1, 0.5}, {0.5, -0.25}};
        SpectralMeasure tall = DataSpectrum.of(LeastSquaresProblem.of(DenseMatrix.of(a), new double[] {1, -1, 2, 0.5}));
        assertArrayEquals(new double[] {1.7232530217466306, 5.839246978253371}, tall.eigenvalues(), 1e-14);
        double[][] turned = {{1, 0, -1, 0.5}, {2, 1, 0.5, -0.25}};
        SpectralMeasure wide = DataSpectrum.of(LeastSquaresProblem.of(DenseMatrix.of(turned), new double[] {1, -1}));
        assertArrayEquals(tall.eigenvalues(), wide.eigenvalues(), 1e-14);
        assertEquals(0, wide.floor(), 1e-28);
    }

    /** Sums of products one by one, over the edges of EJML's blocks of 60; rounding. */
    @Test
    void gramMatricesAreThoseOfColumnsAndRows() {
        for (int[] shape : new int[][] {{7, 150}, {133, 70}, {8, 3}}) {
            DenseMatrix dense = Sparse.random(shape[0], shape[1], 0.5, Spectra.random(4));
            DenseMatrix turned = transposed(dense);
            for (DesignMatrix design : List.of(dense, Sparse.of(dense))) {
                assertGram(dense, GramMatrix.ofColumns(design));
            }
            for (DesignMatrix design : List.of(turned, Sparse.of(turned))) {
                assertGram(dense, GramMatrix.ofRows(design));
            }
        }
    }

    private static DenseMatrix transposed(DenseMatrix matrix) {
        double[][] turned = new double[matrix.columns()][matrix.rows()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                turned[j][i] = matrix.entry(i, j);
            }
        }
        return DenseMatrix.of(turned);
    }

    private static void assertGram(DenseMatrix dense, double[] gram) {
        int d = dense.columns();
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < d; k++) {
                double sum = 0;
                for (int i = 0; i < dense.rows(); i++) {
                    sum += dense.entry(i, j) * dense.entry(i, k);
                }
                assertEquals(sum, gram[j * d + k], 1e-13);
            }
        }
    }

    /** EJML's products on one processor and on all are the same bits. */
    @Test
    void aGramMatrixIsTheSameOnAnyNumberOfProcessors() {
        DenseMatrix dense = Designs.gaussian(400, 190, Spectra.random(6));
        DMatrixRBlock blocks = MatrixOps_DDRB.convert(DMatrixRMaj.wrap(dense.rows(), dense.columns(), dense.entries()));
        DMatrixRBlock gram = new DMatrixRBlock(190, 190);
        MatrixOps_DDRB.multTransA(blocks, blocks, gram);
        assertArrayEquals(MatrixOps_DDRB.convert(gram, new DMatrixRMaj(190, 190)).data, GramMatrix.ofColumns(dense), 0);
    }

    /** Loss and test risk at the start and along gradient flow in the modes equal those of the matrices. */
    @Test
    void modesReproduceLossAndRisk() {
        RandomGenerator random = Spectra.random(8);
        for (int[] shape : new int[][] {{30, 12}, {12, 30}}) {
            LeastSquaresProblem plain = Spectra.gaussian(shape[0], shape[1], 7);
            DenseMatrix rows = Designs.gaussian(9, shape[1], random);
            LabelledData heldOut = new LabelledData(rows, Spectra.normal(9, random));
            for (double ridge : new double[] {0, 0.2}) {
                double[] start = Spectra.normal(shape[1], random);
                LeastSquaresProblem problem = plain.ridge(ridge).start(start).observing(RowRisk.test(heldOut));
                SpectralMeasure modes = DataSpectrum.of(problem);
                double loss = halfSquares(problem.data(), start);
                assertEquals(loss, modes.loss(modes.start()), 1e-12 * loss);
                double risk = halfSquares(heldOut, start) / 9;
                assertEquals(risk, modes.risks().get(0).value().applyAsDouble(modes.start()), 1e-12 * risk);
                VolterraEquation equation = VolterraEquation.of(modes);
                double[] x = gradientFlow(problem, 0.7);
                // 2,000 midpoint steps: (h‖H‖)²/6 with h‖H‖ < 2·10⁻³
                assertEquals(
                        halfSquares(problem.data(), x), equation.forcingSum().at(0.7), 1e-6 * loss);
                assertEquals(
                        halfSquares(heldOut, x) / 9,
                        equation.risks().get(0).forcing().applyAsDouble(0.7),
                        1e-6 * risk);
            }
        }
    }

    @Test
    void theDistanceToAVectorIsARisk() {
        LeastSquaresProblem problem = Spectra.gaussian(20, 6, 7).start(new double[] {1, -2, 0, 0, 3, 0.5});
        SpectralMeasure modes =
                DataSpectrum.of(problem.observing(RowRisk.distance("distance", new double[] {0, 0, 1, 0, 1, 0.5})));
        QuadraticRisk distance = modes.risks().get(0);
        assertEquals(10, distance.value().applyAsDouble(modes.start()), 1e-13);
        assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, distance.curvature(), 1e-13);
    }

    @Test
    void risksHaveNamesOfTheirOwnAndTheColumnsOfTheData() {
        LeastSquaresProblem problem = Spectra.gaussian(20, 6, 7);
        RowRisk distance = RowRisk.distance("distance", new double[6]);
        String twice = assertThrows(IllegalArgumentException.class, () -> problem.observing(distance)
                        .observing(distance))
                .getMessage();
        assertTrue(twice.startsWith("model.risks: ") && twice.contains("\"distance\""), twice);
        RowRisk tooShort = RowRisk.distance("distance", new double[5]);
        String narrow = assertThrows(IllegalArgumentException.class, () -> problem.observing(tooShort))
                .getMessage();
        assertTrue(narrow.contains("expected 6 columns"), narrow);
    }

    private static double halfSquares(LabelledData rows, double[] x) {
        double[] out = new double[rows.design().rows()];
        rows.design().multiply(x, out);
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += 0.5 * (out[i] - rows.target()[i]) * (out[i] - rows.target()[i]);
        }
        return sum;
    }

    /** The midpoint rule on dX/du = −Aᵀ(AX − b) − ρX, 2,000 steps. */
    private static double[] gradientFlow(LeastSquaresProblem problem, double end) {
        int steps = 2000;
        double[] x = problem.start().clone();
        for (int k = 0; k < steps; k++) {
            double[] half = descend(problem, x, x, 0.5 * end / steps);
            x = descend(problem, x, half, end / steps);
        }
        return x;
    }

    private static double[] descend(LeastSquaresProblem problem, double[] from, double[] at, double h) {
        DesignMatrix design = problem.data().design();
        double[] residual = new double[design.rows()];
        design.multiply(at, residual);
        Arrays.setAll(residual, i -> residual[i] - problem.data().target()[i]);
        double[] gradient = new double[design.columns()];
        design.multiplyTransposed(residual, gradient);
        double[] next = from.clone();
        Arrays.setAll(next, j -> from[j] - h * (gradient[j] + problem.ridge() * at[j]));
        return next;
    }

    /**
     * A sparse 400 × 150 design, 40 steps, 16 probes: the forcing within its own bound and 10⁻⁶, the predicted loss within 4.5
     * standard errors of the exact spectrum's (7·10⁻⁶ a comparison for 16 probes' t-law, some 10⁻⁴ a comparison; 4 of them).
     */
    @Test
    void lanczosAgreesWithTheExactSpectrum() {
        RandomGenerator random = Spectra.random(21);
        DenseMatrix dense = Sparse.random(400, 150, 0.1, random);
        double[] target = Designs.labels(dense, Spectra.normal(150, random), 1, random);
        LeastSquaresProblem problem = LeastSquaresProblem.of(Sparse.of(dense), target);
        for (double ridge : new double[] {0, 0.1}) {
            LeastSquaresProblem ridged = problem.ridge(ridge);
            SpectralMeasure exact = DataSpectrum.of(ridged);
            LanczosSpectrum lanczos = LanczosSpectrum.of(ridged, 16, 40, 1, 2, done -> {});
            VolterraEquation equation = VolterraEquation.of(exact);
            VolterraEquation approximate = VolterraEquation.of(lanczos.modes());
            assertEquals(
                    equation.threshold(), approximate.threshold(), (ridge == 0 ? 1e-10 : 0.02) * equation.threshold());
            double scale = equation.forcingSum().at(0);
            for (double u : new double[] {0.5, 3, 10}) {
                double gap = Math.abs(
                        equation.forcingSum().at(u) - approximate.forcingSum().at(u));
                assertTrue(gap <= 1e-6 * scale, "forcing at " + u + " off by " + gap);
                if (ridge == 0) {
                    assertTrue(gap <= lanczos.forcingError(u) + 1e-12 * scale);
                }
            }
            double rate = 0.5 * equation.threshold();
            double[] times = {0.2, 0.5, 1, 4};
            double[] expected = loss(exact, rate, times);
            double[] found = loss(lanczos.modes(), rate, times);
            double[] errors = lanczos.standardErrors(modes -> loss(modes, rate, times), 1);
            for (int i = 0; i < times.length; i++) {
                assertTrue(errors[i] < 0.01 * expected[i], "standard error " + errors[i]);
                assertEquals(expected[i], found[i], 4.5 * errors[i] + 1e-6 * scale, "time " + times[i]);
            }
        }
    }

    /** The standard errors that a trajectory bears are the probes', its values the measure's, whatever the number of threads. */
    @Test
    void thePredictionBearsTheErrorsOfItsProbes() {
        RandomGenerator random = Spectra.random(21);
        SparseMatrix design = Designs.sparse(300, 120, 8, RandomGenerator::nextGaussian, random);
        LeastSquaresProblem problem = LeastSquaresProblem.of(
                        design, Designs.labels(design, Spectra.normal(120, random), 1, random))
                .observing(RowRisk.test(new LabelledData(
                        Designs.sparse(50, 120, 8, RandomGenerator::nextGaussian, random), new double[50])))
                .until(3);
        SpectrumMethod method = new SpectrumMethod(SpectrumMethod.Choice.LANCZOS, 12, 30, 1);
        RunSettings settings = RunSettings.defaults().withPoints(4);
        LanczosSpectrum lanczos = LanczosSpectrum.of(problem, 12, 30, 1, 1, done -> {});
        for (BatchRule rule : List.of(BatchRule.singleSample(1), BatchRule.batches(0.8, 30, 0.5))) {
            LeastSquaresProblem ruled = problem.rule(rule);
            Trajectory exact = new LeastSquaresVolterra().solve(ruled, settings);
            Trajectory one = new LeastSquaresVolterra(method).solve(ruled, settings.withThreads(1));
            Trajectory two = new LeastSquaresVolterra(method).solve(ruled, settings.withThreads(2));
            assertEquals(List.of("loss"), one.observables());
            assertEquals("Lanczos, 12 probes of 30 steps", one.facts().get("spectrum"));
            assertTrue(one.facts().get("not predicted").toString().startsWith("risks beside the loss"));
            double[] errors = lanczos.standardErrors(
                    modes -> new LeastSquaresVolterra((any, run) -> DataModes.exact(modes))
                            .solve(ruled, settings)
                            .means("loss"),
                    1);
            for (int t = 0; t < one.values().length; t++) {
                assertArrayEquals(one.values()[t], two.values()[t]);
                assertEquals(0, one.values()[t][0].standardDeviation());
                assertEquals(errors[t], one.values()[t][0].standardError());
                // Student's t of 11 degrees at 6: 10⁻⁴ a comparison, 8 of them; and 10⁻⁵ for the steps
                assertEquals(
                        exact.means("loss")[t],
                        one.means("loss")[t],
                        6 * errors[t] + 1e-5 * exact.means("loss")[0],
                        "time " + t);
            }
            assertTrue((double) one.facts().get("largestRelativeError") < 0.05);
        }
    }

    @Test
    void theSpectrumIsExactUpToAStatedSize() {
        SpectrumMethod auto = new SpectrumMethod(SpectrumMethod.Choice.AUTO, 2, 2, 1);
        RandomGenerator random = Spectra.random(1);
        for (int d : new int[] {SpectrumMethod.MOST_EXACT, SpectrumMethod.MOST_EXACT + 1}) {
            boolean small = d <= SpectrumMethod.MOST_EXACT;
            SparseMatrix tall = Designs.sparse(2 * d, d, 1, RandomGenerator::nextGaussian, random);
            SparseMatrix wide = Designs.sparse(d, 2 * d, 1, RandomGenerator::nextGaussian, random);
            assertEquals(small, auto.isExact(LeastSquaresProblem.of(tall, new double[2 * d])), "columns " + d);
            assertEquals(small, auto.isExact(LeastSquaresProblem.of(wide, new double[d])), "rows " + d);
        }
        LeastSquaresProblem huge = LeastSquaresProblem.of(
                Designs.sparse(1_000_000, 1_000_000, 1, RandomGenerator::nextGaussian, random), new double[1_000_000]);
        assertFalse(auto.isExact(huge));
        String message = assertThrows(IllegalArgumentException.class, () -> SpectrumMethod.exact()
                        .of(huge, RunSettings.defaults()))
                .getMessage();
        assertTrue(
                message.startsWith("model.spectrum.method: expected \"lanczos\" for a 1000000 x 1000000 matrix"),
                message);
    }

    /** Every row has ‖a_i‖ = 1, so that tr AᵀA = n. */
    @Test
    void unitRowsAreOfOneLength() {
        for (DesignMatrix design : List.of(
                Spectra.gaussian(30, 10, 1).data().design(),
                Designs.sparse(30, 10, 3, RandomGenerator::nextGaussian, Spectra.random(2)))) {
            DesignMatrix unit = Standardisation.unitRows(design);
            for (int i = 0; i < 30; i++) {
                assertEquals(1, unit.squaredNorm(i), 1e-15);
                assertEquals(Arrays.stream(design.row(i)).map(x -> x * x).sum(), design.squaredNorm(i), 1e-14);
            }
            assertEquals(30, unit.squaredNorm(), 1e-13);
        }
        DenseMatrix zeros = DenseMatrix.of(new double[][] {{0, 0}, {3, 4}});
        assertArrayEquals(new double[] {0, 0}, Standardisation.unitRows(zeros).row(0));
        assertArrayEquals(
                new double[] {0.6, 0.8}, Standardisation.unitRows(zeros).row(1), 2e-16);
    }

    private static double[] loss(SpectralMeasure modes, double rate, double[] times) {
        return ModeRecursion.solve(VolterraEquation.of(modes), Schedule.constant(rate), times, 1e-8)
                .loss();
    }

    /** As many steps as there are distinct eigenvalues: the rules are exact. */
    @Test
    void lanczosIsExactOnceItIsExhausted() {
        LeastSquaresProblem problem = Spectra.gaussian(12, 5, 2);
        LanczosSpectrum lanczos = LanczosSpectrum.of(problem, 2, 12, 1, 1, done -> {});
        VolterraEquation exact = VolterraEquation.of(DataSpectrum.of(problem));
        for (double u : new double[] {0, 1, 10, 100}) {
            assertEquals(
                    exact.forcingSum().at(u),
                    VolterraEquation.of(lanczos.modes()).forcingSum().at(u),
                    1e-11);
        }
    }

    @Test
    void designsHaveTheStatedScale() {
        RandomGenerator random = Spectra.random(3);
        int n = 300;
        int d = 100;
        // tr AᵀA is χ²(nd)/n: relative standard deviation √(2/nd) = 0.8 %, five of them
        assertEquals(d, Designs.gaussian(n, d, random).squaredNorm(), 0.041 * d);
        double[] eigenvalues = new double[d];
        Arrays.setAll(eigenvalues, j -> j < 50 ? 0 : 2);
        assertEquals(d, Designs.sampleCovariance(n, eigenvalues, random).squaredNorm(), 0.06 * d);
        // E relu(z)² = ½ for a unit preactivation; rows share features, so the spread is wider: 15 %
        assertEquals(
                0.5 * d,
                Designs.randomFeatures(n, 80, d, Activation.RELU, random).squaredNorm(),
                0.075 * d);
    }

    @Test
    void standardisedColumnsHaveMeanZeroAndDeviationOne() {
        double[][] rows = {{1, 5, 2}, {3, 5, -2}, {8, 5, 6}};
        DenseMatrix matrix = DenseMatrix.of(rows);
        DenseMatrix scaled = Standardisation.scaling(matrix).apply(matrix);
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                sum += scaled.entry(i, j);
                squares += scaled.entry(i, j) * scaled.entry(i, j);
            }
            assertEquals(0, sum, 1e-14);
            assertEquals(j == 1 ? 0 : 3, squares, 1e-14);
        }
        DenseMatrix centred = Standardisation.centring(matrix).apply(matrix);
        assertEquals(-3, centred.entry(0, 0), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> Standardisation.centring(matrix)
                .apply(DenseMatrix.of(new double[][] {{1}})));
    }

    @Test
    void aSplitKeepsEveryRowOnce() {
        double[] target = new double[20];
        Arrays.setAll(target, i -> i);
        DenseMatrix design = DenseMatrix.of(20, 1, target.clone());
        LabelledData.Split split = new LabelledData(design, target).split(15, Spectra.random(1));
        double[] all = new double[20];
        System.arraycopy(split.train().target(), 0, all, 0, 15);
        System.arraycopy(split.heldOut().target(), 0, all, 15, 5);
        for (int i = 0; i < 15; i++) {
            assertEquals(split.train().target()[i], split.train().design().row(i)[0]);
        }
        Arrays.sort(all);
        assertArrayEquals(target, all);
        assertThrows(
                IllegalArgumentException.class, () -> new LabelledData(design, target).split(20, Spectra.random(1)));
    }
}
