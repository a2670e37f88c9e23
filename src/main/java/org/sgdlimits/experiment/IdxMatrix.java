package org.sgdlimits.experiment;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A matrix in the format of MNIST (Y. LeCun): magic 0x0000 08 and the number of dimensions, their sizes as big-endian 4-byte numbers,
 * then unsigned bytes. The first dimension counts the rows, all others together the columns, so that 0x00000803 is an image a row and
 * 0x00000801 a label a row.
 */
final class IdxMatrix {

    private static final int UNSIGNED_BYTES = 0x08;
    private static final int BYTE = 0xff;

    private IdxMatrix() {}

    static double[][] read(Path file, InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        byte[] head = in.readNBytes(Integer.BYTES);
        if (head.length < Integer.BYTES || head[0] != 0 || head[1] != 0 || head[2] != UNSIGNED_BYTES || head[3] < 1) {
            throw new UserError(file
                    + ": expected the format of MNIST, with the first bytes 0, 0, 8 and the number of dimensions, got"
                    + " other bytes");
        }
        long rows = in.readInt();
        long columns = 1;
        for (int i = 1; i < head[3]; i++) {
            int size = in.readInt();
            columns = size < 1 ? 0 : Math.min(columns * size, Integer.MAX_VALUE);
        }
        if (rows < 1 || columns < 1) {
            throw new UserError(file + ": expected rows of numbers, got " + rows + " x " + columns);
        }
        MatrixFile.requireMemory(file, "", rows, columns);
        double[][] matrix = new double[(int) rows][(int) columns];
        for (int i = 0; i < rows; i++) {
            byte[] row = in.readNBytes((int) columns);
            if (row.length < columns) {
                throw new UserError(file + ": expected " + rows + " rows of " + columns
                        + " bytes, but the file ends in row " + (i + 1));
            }
            for (int j = 0; j < columns; j++) {
                matrix[i][j] = row[j] & BYTE;
            }
        }
        if (in.read() >= 0) {
            throw new UserError(file + ": expected " + rows + " rows of " + columns
                    + " bytes, but the file goes on after the last row");
        }
        return matrix;
    }
}
