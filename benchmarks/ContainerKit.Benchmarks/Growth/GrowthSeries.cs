using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using ContainerKit.Benchmarks.Rows;

namespace ContainerKit.Benchmarks.Growth;

/// <summary>One kind of work at several sizes.</summary>
/// <param name="Name">The name on the command line and of the plot.</param>
/// <param name="Title">What the sizes count.</param>
/// <param name="Rows">The rows by size.</param>
internal sealed record GrowthSeries(string Name, string Title, IReadOnlyList<(int Size, Row Row)> Rows)
{
    private static readonly int[] _tens = [10, 30, 100, 300, 1000];

    /// <summary>Creates all series.</summary>
    public static IReadOnlyList<GrowthSeries> CreateAll(Lab lab, Scale scale)
    {
        return
        [
            Create("list", "containers listed", _tens, size => new ListRow(lab, size)),
            Create("logs", "lines of a log", [1_000, 10_000, 100_000, 1_000_000, 10_000_000], size => new LogsRow(lab, size)),
            Create("files", "files copied to a container", [1, 10, 100, 1_000, 10_000, 100_000], size => new FilesRow(size)),
            Create("execs", "execs at once", [1, 4, 16, 64, 256], size => new ConcurrentExecRow(lab, size)),
            Create("many", "containers run at once", [1, 5, 20, 50, 200], size => new ManyRow(lab, size)),
        ];

        GrowthSeries Create(string name, string title, int[] sizes, Func<int, Row> create) =>
            new(name, title, [.. sizes.Take(scale.Of(sizes.Length, 1)).Select(size => (size, create(size)))]);
    }
}
