namespace ContainerKit;

/// <summary>The size of a terminal in characters. Immutable.</summary>
public sealed record TerminalSize
{
    /// <summary>The usual size: 80 columns and 24 rows.</summary>
    public static TerminalSize Standard { get; } = new(80, 24);

    /// <summary>Creates a size.</summary>
    /// <param name="columns">The number of characters in a row, from 1 to 65535.</param>
    /// <param name="rows">The number of rows, from 1 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not from 1 to 65535.</exception>
    public TerminalSize(int columns, int rows)
    {
        Columns = Checked(columns, nameof(columns));
        Rows = Checked(rows, nameof(rows));
    }

    /// <summary>The number of characters in a row.</summary>
    public int Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Returns the columns and the rows.</summary>
    public void Deconstruct(out int columns, out int rows) => (columns, rows) = (Columns, Rows);

    /// <summary>The size, as <c>80x24</c>.</summary>
    public override string ToString() => $"{Columns}x{Rows}";

    private static int Checked(int value, string name) => value is >= 1 and <= ushort.MaxValue
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "The columns and rows of a terminal are from 1 to 65535.");
}
