using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// An SFTP server, for SSH.NET. It is ready when it sends the identification of SSH. Tested with <c>atmoz/sftp</c>.
/// </summary>
/// <example><code>
/// await using var sftp = await Sftp.Run();
/// using var client = new SftpClient(sftp.Address.Host, sftp.Address.Port, sftp.User, sftp.Password);
/// </code></example>
public sealed class Sftp : Service
{
    private const int Port = 22;

    private readonly SftpSpec _spec;

    private Sftp(Container container, SftpSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>The user.</summary>
    public string User => _spec.User;

    /// <summary>The user's password.</summary>
    public string Password => _spec.Password;

    /// <summary>Plans a server with an empty folder <c>upload</c>.</summary>
    public static Plan<Sftp> Run() => Run(new SftpSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Sftp> Run(SftpSpec spec) => new ServiceDefinition<Sftp>(spec, created => new Sftp(created, spec))
    {
        Ports = [Port],
        Variables = new Dictionary<string, string> { ["SFTP_USERS"] = $"{spec.User}:{spec.Password}:::{spec.Folder}" },
        Ready = Handshake.WaitFor(
            "SSH", Port, request: default, length: 8, response => response.AsSpan().SequenceEqual("SSH-2.0-"u8)),
    }.Run();

    /// <summary>Deletes all files in the folder to which the user can write.</summary>
    /// <exception cref="ExecFailedException">A file could not be deleted.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        Container.ExecAsync(["find", $"/home/{User}/{_spec.Folder}", "-mindepth", "1", "-delete"], cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) =>
        $"sftp://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{address}/{_spec.Folder}";
}
