using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit;

/// <summary>
/// The description of a container to create: the command and the options of <c>docker run</c>. Immutable. Unset
/// properties keep the setting of the image.
/// </summary>
/// <example><code>
/// new ContainerSpec("redis-server", "--appendonly", "yes") { Name = "cache", Publish = [6379], MemoryBytes = 256 &lt;&lt; 20 }
/// </code></example>
public sealed partial record ContainerSpec
{
    /// <summary>
    /// Creates the description of a container that runs a command. Without arguments, it runs the command of the image.
    /// </summary>
    /// <exception cref="ArgumentException">An argument is null.</exception>
    public ContainerSpec(params string[] command) =>
        Command = SpecValidation.ValidateStrings(command, "command arguments");

    /// <summary>The command and its arguments. Default: the command of the image.</summary>
    public IReadOnlyList<string> Command
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "command arguments");
    }

    /// <summary>
    /// The entrypoint, which the command is passed to. An empty list removes the entrypoint of the image. Default: the
    /// entrypoint of the image.
    /// </summary>
    public IReadOnlyList<string>? Entrypoint
    {
        get;
        init => field = value is null ? null : SpecValidation.ValidateStrings(value, "entrypoint arguments");
    }

    /// <summary>
    /// The environment variables to add to those of the image. Their values appear in no message and no log. Default:
    /// none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = SpecValidation.ValidateEnvironment(value);
    } = SpecValidation.EmptyMap;

    /// <summary>The working directory, as an absolute path. Default: the working directory of the image.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? WorkingDirectory
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The working directory");
    }

    /// <summary>
    /// The name of the container: two or more letters, digits, <c>_</c>, <c>.</c>, <c>-</c>. Default: the name of the
    /// image and a random suffix.
    /// </summary>
    public string? Name
    {
        get;
        init => field = value is null ? null : ValidateName(value);
    }

    /// <summary>The labels to add to those of the image and of this library. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// Indicates whether the process gets a terminal. Both outputs are then merged and lines end with CR LF. Default:
    /// false.
    /// </summary>
    public bool Tty { get; init; }

    /// <summary>
    /// Indicates whether standard input stays open while no client is attached, as for <c>docker run -i</c>. Default:
    /// false.
    /// </summary>
    public bool OpenStdin { get; init; }

    /// <summary>
    /// A callback that can change the raw request before it is sent, for options that this type does not have. It is
    /// one of the two places where Docker.DotNet types are part of the public API. Default: none.
    /// </summary>
    public Action<CreateContainerParameters>? Customize { get; init; }

    /// <summary>Returns the run on one line, without values of environment variables.</summary>
    public override string ToString()
    {
        var parts = new List<string> { "run" };
        if (Name is not null) parts.Add("--name " + Name);
        if (AutoRemove) parts.Add("--rm");
        if (Tty) parts.Add("-t");
        parts.AddRange(Networks.Select(network => "--network " + network.Network));
        parts.AddRange(Mounts.Select(mount => "-v " + mount));
        parts.AddRange(Publish.Select(port => "-p " + port));
        if (Command.Count > 0) parts.Add(ErrorText.FormatCommand(Command));
        return string.Join(' ', parts);
    }

    // As for the engine, a slash may precede the name.
    internal static string ValidateName(string name) => NamePattern().IsMatch(name)
        ? name.TrimStart('/')
        : throw ArgumentErrors.Create(
            $"'{name}' is not a valid container name. "
                + "Use two or more letters, digits, '_', '.' or '-'; the first must be a letter or digit.",
            nameof(name));

    [System.Text.RegularExpressions.GeneratedRegex(@"^/?[a-zA-Z0-9][a-zA-Z0-9_.-]+\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
