using System.Globalization;

namespace ContainerKit;

/// <summary>A process of a container, as <c>ps</c> on the engine's host reported it. Immutable data.</summary>
public sealed record ContainerProcess
{
    internal ContainerProcess()
    {
    }

    /// <summary>
    /// The process id on the host; inside the container the process has another id. 0 if <c>ps</c> did not report it.
    /// </summary>
    public int Pid { get; init; }

    /// <summary>The id of the parent process on the host. Null if <c>ps</c> did not report it.</summary>
    public int? ParentPid { get; init; }

    /// <summary>The user, by the name or number that the host uses. Empty if <c>ps</c> did not report it.</summary>
    public required string User { get; init; }

    /// <summary>The command and its arguments. Empty if <c>ps</c> did not report it.</summary>
    public required string Command { get; init; }

    /// <summary>All columns that <c>ps</c> reported, by title.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Returns the id, the user and the command on one line.</summary>
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

        int? Number(string name) =>
            int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
