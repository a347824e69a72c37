namespace ContainerKit;

/// <summary>How large a terminal is, in characters.</summary>
public sealed record TerminalSize
{
    /// <summary>80 columns and 24 rows, the size of terminals since the VT100.</summary>
    public static TerminalSize Standard { get; } = new(80, 24);

    /// <summary>A size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not from 1 to 65535.</exception>
    public TerminalSize(int columns, int rows)
    {
        Columns = Checked(columns, nameof(columns));
        Rows = Checked(rows, nameof(rows));
    }

    /// <summary>How many characters a row has.</summary>
    public int Columns { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Takes the size apart.</summary>
    public void Deconstruct(out int columns, out int rows) => (columns, rows) = (Columns, Rows);

    /// <summary>The size, as <c>80x24</c>.</summary>
    public override string ToString() => $"{Columns}x{Rows}";

    private static int Checked(int value, string name) => value is >= 1 and <= ushort.MaxValue
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A terminal has from 1 to 65535 columns and rows.");
}
