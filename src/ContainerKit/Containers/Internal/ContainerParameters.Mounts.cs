using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    // Docker Engine 23.0. Before it, only HostConfig.Binds creates a missing host path; a mount has no option for it.
    private static readonly System.Version _createsHostPathApi = new(1, 42);

    private static void AddMounts(HostConfig host, ContainerSpec spec, System.Version api)
    {
        var binds = spec.Mounts.Where(mount => api < _createsHostPathApi && mount is BindMount { CreateHostPath: true }).ToList();
        host.Binds = [.. binds.Select(bind => bind.ToString())];
        host.Mounts = [.. spec.Mounts.Except(binds).Select(ToModel)];
    }

    private static Docker.DotNet.Models.Mount ToModel(Mount mount)
    {
        var model = new Docker.DotNet.Models.Mount { Target = mount.Target, ReadOnly = mount.ReadOnly };
        switch (mount)
        {
            case BindMount bind:
                model.Type = "bind";
                model.Source = bind.HostPath;
                if (bind.CreateHostPath) model.BindOptions = new BindOptions { CreateMountpoint = true };
                break;
            case VolumeMount volume:
                model.Type = "volume";
                model.Source = volume.Name!;
                if (volume.NoCopy || volume.Subpath is not null)
                    model.VolumeOptions = new VolumeOptions { NoCopy = volume.NoCopy, Subpath = volume.Subpath! };
                break;
            case TmpfsMount tmpfs:
                model.Type = "tmpfs";
                if (tmpfs.SizeBytes is not null || tmpfs.Mode is not null)
                    model.TmpfsOptions = new TmpfsOptions { SizeBytes = tmpfs.SizeBytes, Mode = (uint?)tmpfs.Mode };
                break;
        }

        return model;
    }
}
