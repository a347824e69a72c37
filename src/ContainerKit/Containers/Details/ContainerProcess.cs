using System.Globalization;

namespace ContainerKit;

/// <summary>A process of a container, as its host sees it. Plain data.</summary>
public sealed record ContainerProcess
{
    internal ContainerProcess()
    {
    }

    /// <summary>Its id on the host; inside the container it has another. 0 where ps did not tell.</summary>
    public int Pid { get; init; }

    /// <summary>The host's id of the process that made it; null where ps did not tell.</summary>
    public int? ParentPid { get; init; }

    /// <summary>The user it runs as, by the host's name or number; empty where ps did not tell.</summary>
    public required string User { get; init; }

    /// <summary>Its command and arguments; empty where ps did not tell.</summary>
    public required string Command { get; init; }

    /// <summary>All that ps told, by the title of the column.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>The id, the user and the command on one line.</summary>
    public override string ToString() => $"{Pid} {User} {Command}";

    internal static ContainerProcess Read(IReadOnlyList<string> titles, IReadOnlyList<string> row)
    {
        var columns = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (title, cell) in titles.Zip(row)) columns[title] = cell;
        return new ContainerProcess
        {
            Pid = Number("PID") ?? 0,
            ParentPid = Number("PPID"),
            User = Text("UID", "USER", "RUSER", "EUSER"),
            Command = Text("CMD", "COMMAND", "ARGS"),
            Columns = columns,
        };

        string Text(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (columns.TryGetValue(name, out var cell)) return cell;
            }

            return "";
        }

        int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
