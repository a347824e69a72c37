using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    // Docker Engine 23; before it, the older form of a bind is the one that makes what is missing.
    private static readonly System.Version _createsHostPathApi = new(1, 42);

    private static void AddMounts(HostConfig host, ContainerSpec spec, System.Version api)
    {
        var binds = spec.Mounts.Where(mount => api < _createsHostPathApi && mount is BindMount { CreateHostPath: true }).ToList();
        host.Binds = [.. binds.Select(bind => bind.ToString())];
        host.Mounts = [.. spec.Mounts.Except(binds).Select(Written)];
    }

    private static Docker.DotNet.Models.Mount Written(Mount mount)
    {
        var written = new Docker.DotNet.Models.Mount { Target = mount.Target, ReadOnly = mount.ReadOnly };
        switch (mount)
        {
            case BindMount bind:
                written.Type = "bind";
                written.Source = bind.HostPath;
                if (bind.CreateHostPath) written.BindOptions = new BindOptions { CreateMountpoint = true };
                break;
            case VolumeMount volume:
                written.Type = "volume";
                written.Source = volume.Name!;
                if (volume.NoCopy || volume.Subpath is not null) written.VolumeOptions = new VolumeOptions { NoCopy = volume.NoCopy, Subpath = volume.Subpath! };
                break;
            case TmpfsMount tmpfs:
                written.Type = "tmpfs";
                if (tmpfs.SizeBytes is not null || tmpfs.Mode is not null)
                    written.TmpfsOptions = new TmpfsOptions { SizeBytes = tmpfs.SizeBytes, Mode = (uint?)tmpfs.Mode };
                break;
        }

        return written;
    }
}
