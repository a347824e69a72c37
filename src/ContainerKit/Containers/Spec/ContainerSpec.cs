using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit;

/// <summary>
/// How a container is to be made from an image: what <c>docker run</c>'s options say. Immutable; what is left out is the image's own.
/// </summary>
/// <example><code>
/// new ContainerSpec("redis-server", "--appendonly", "yes") { Name = "cache", Publish = [6379], MemoryBytes = 256 &lt;&lt; 20 }
/// </code></example>
public sealed partial record ContainerSpec
{
    /// <summary>A container that runs this command; without words, the image's own command.</summary>
    /// <exception cref="ArgumentException">A word is null.</exception>
    public ContainerSpec(params string[] command) => Command = SpecValidation.ValidateStrings(command, "command");

    /// <summary>The command and its arguments. Default: the image's.</summary>
    public IReadOnlyList<string> Command
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "command");
    }

    /// <summary>What the command is given to. An empty list clears the image's entrypoint. Default: the image's.</summary>
    public IReadOnlyList<string>? Entrypoint
    {
        get;
        init => field = value is null ? null : SpecValidation.ValidateStrings(value, "entrypoint");
    }

    /// <summary>Variables added to the image's environment. Their values appear in no message and no log.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = SpecValidation.ValidateEnvironment(value);
    } = SpecValidation.EmptyMap;

    /// <summary>The working directory, absolute. Default: the image's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The container's name: two or more letters, digits, <c>_</c>, <c>.</c>, <c>-</c>. Default: the image's name and a random suffix.</summary>
    public string? Name
    {
        get;
        init => field = value is null ? null : ValidateName(value);
    }

    /// <summary>Labels, beside the image's and the library's own.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>Whether the process gets a terminal. Its two outputs are then one, with CR LF line ends. Default: false.</summary>
    public bool Tty { get; init; }

    /// <summary>Whether standard input is kept open although nobody is attached, as <c>docker run -i</c>. Default: false.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>
    /// A last look at the raw request before it leaves, for what this type does not express. One of the library's two doors to the types of
    /// Docker.DotNet. Default: none.
    /// </summary>
    public Action<CreateContainerParameters>? Customize { get; init; }

    /// <summary>The run on one line; values of variables are not shown.</summary>
    public override string ToString()
    {
        var words = new List<string> { "run" };
        if (Name is not null) words.Add("--name " + Name);
        if (Tty) words.Add("-t");
        words.AddRange(Networks.Select(network => "--network " + network.Network));
        words.AddRange(Mounts.Select(mount => "-v " + mount));
        words.AddRange(Publish.Select(port => "-p " + port));
        if (Command.Count > 0) words.Add(ErrorText.FormatCommand(Command));
        return string.Join(' ', words);
    }

    internal static string ValidateName(string name) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException($"'{name}' cannot name a container: it takes two or more letters, digits, '_', '.' or '-', a letter or digit first.", nameof(name));

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]+\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
