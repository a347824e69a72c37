namespace ContainerKit.Tests.Registries;

/// <summary>Puts a credential helper, <c>docker-credential-ck-test</c>, into PATH for as long as the tests run. It answers by the registry's name.</summary>
public sealed class Helpers : IDisposable
{
    public const string Name = "ck-test";

    private readonly string _folder = Directory.CreateTempSubdirectory("ck-helper-").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable("PATH");

    public Helpers()
    {
        if (OperatingSystem.IsWindows()) return;
        var program = Path.Combine(_folder, "docker-credential-" + Name);
        File.WriteAllText(program, $$"""
            #!/bin/sh
            input=$(cat)
            case "$1 $input" in
              "get good.example") echo '{"ServerURL":"good.example","Username":"helena","Secret":"h3lper"}' ;;
              "get token.example") echo '{"ServerURL":"token.example","Username":"<token>","Secret":"t0ken"}' ;;
              "get none.example") echo 'credentials not found in native keychain'; exit 1 ;;
              "get locked.example") echo 'the keychain is locked' >&2; exit 7 ;;
              "get stdout.example") echo 'no such thing as a keychain'; exit 1 ;;
              "get noise.example") echo 'n0ise' ;;
              "get silent.example") sleep 600 ;;
              "erase "*) echo "$input" > '{{_folder}}/erased' ;;
              "store "*) echo "$input" > '{{_folder}}/stored' ;;
              *) echo "unexpected: $1" >&2; exit 9 ;;
            esac
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", _folder + Path.PathSeparator + _before);
    }

    /// <summary>What the helper was given to store.</summary>
    public string Stored => File.ReadAllText(Path.Combine(_folder, "stored")).Trim();

    /// <summary>What the helper was told to erase.</summary>
    public string Erased => File.ReadAllText(Path.Combine(_folder, "erased")).Trim();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _before);
        Directory.Delete(_folder, recursive: true);
    }
}
