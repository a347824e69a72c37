using System.Globalization;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks;

/// <summary>The command line.</summary>
internal sealed class Options
{
    public Options(string[] arguments)
    {
        var rows = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    Scale = new Scale(IsQuick: true);
                    break;
                case "--growth":
                    IsGrowth = true;
                    break;
                case "--list":
                    IsList = true;
                    break;
                case "--rounds":
                    Rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case "--only":
                    var texts = arguments[++i].Split(',');
                    Only = contestant => texts.Any(text => contestant.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
                    break;
                case "--report":
                    ReportFolder = arguments[++i];
                    break;
                case "--startup":
                    StartupFolder = arguments[++i];
                    break;
                case PeakMemory.Argument:
                    rows.Add(arguments[++i]);
                    PeakContestant = arguments[++i];
                    break;
                case ['-', ..] option:
                    throw new ArgumentException($"There is no option {option}.");
                default:
                    rows.Add(arguments[i]);
                    break;
            }
        }

        Rows = rows;
    }

    /// <summary>The amount of work.</summary>
    public Scale Scale { get; } = new(IsQuick: false);

    /// <summary>Indicates whether the names of the rows are printed and nothing is measured.</summary>
    public bool IsList { get; }

    /// <summary>The number of rounds; null for that of each row.</summary>
    public int? Rounds { get; }

    /// <summary>The contestants to measure; null for all.</summary>
    public Func<Contestant, bool>? Only { get; }

    /// <summary>The folder with the page to write the measurements to; null for none.</summary>
    public string? ReportFolder { get; }

    /// <summary>The folder with the programs of ContainerKit.Startup, native AOT; null if they are not measured.</summary>
    public string? StartupFolder { get; }

    /// <summary>Indicates whether the growth of the work is measured instead of the rows.</summary>
    public bool IsGrowth { get; }

    /// <summary>The contestant whose peak memory is printed; null for measurements.</summary>
    public string? PeakContestant { get; }

    /// <summary>The rows to measure; empty for all.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>Indicates whether a row is measured.</summary>
    public bool Includes(string row) => Rows.Count == 0 || Rows.Contains(row);
}
